import type { EventEmitter } from "node:events";
import { createServer } from "node:https";
import type { Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cluster } from "../cluster";
import type { Fault, PveEvents, PveOptions } from "../types";
import { handleRequest, refusalOf } from "./handle-request";
import type { RequestTrace } from "./handle-request";

const prefix = "/api2/json";

/** Makes the HTTPS server of the API. */
export function createApiServer(
  cluster: Cluster,
  { certificate, key, faults }: Pick<PveOptions, "certificate" | "key" | "faults">,
  events: EventEmitter<PveEvents>,
): Server {
  return createServer({ cert: certificate, key, keepAlive: true }, (request, response) => {
    void serve(cluster, faults, events, request, response);
  });
}

async function serve(
  cluster: Cluster,
  faults: PveOptions["faults"],
  events: EventEmitter<PveEvents>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? "GET";
  const url = urlOf(request);
  const path = apiPath(url.pathname);
  const trace: RequestTrace = { parameters: [] };
  const fault = faults?.({ method, path });
  const status =
    fault === undefined ? await answer(cluster, request, response, url, path, trace) : spoil(fault, request, response);
  const subject = trace.caller?.tokenId;
  const { parameters } = trace;
  events.emit("request", { method, path, parameters, status, ...(subject === undefined ? {} : { subject }) });
}

async function answer(
  cluster: Cluster,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  path: string,
  trace: RequestTrace,
): Promise<number> {
  try {
    const data = await handleRequest(cluster, request, url, path, trace);
    return send(response, 200, "OK", { data: data ?? null });
  } catch (error) {
    const { status, message, fields } = refusalOf(error);
    return request.destroyed && !request.complete
      ? cut(response)
      : send(response, status, message, { data: null, message: `${message}\n`, errors: fields });
  }
}

/** Any request line gives a URL: what is no path asks for the root. */
function urlOf({ url = "/" }: IncomingMessage): URL {
  return new URL(`https://lab${url.startsWith("/") ? url : "/"}`);
}

/** Below the prefix, decoded, without a slash at the end: some clients put one there. */
function apiPath(pathname: string): string {
  const path = pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname;
  return decode(path)
    .replace(/\/+/g, "/")
    .replace(/(?<=.)\/$/, "");
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The message stands in the status line as well, where many clients look for it. */
function send(response: ServerResponse, status: number, message: string, body: unknown): number {
  const text = JSON.stringify(body);
  const reason = message.replace(/[^\x20-\x7e]+/g, " ").trim();
  response.writeHead(status, reason, {
    "Cache-Control": "max-age=0",
    "Content-Length": Buffer.byteLength(text),
    "Content-Type": "application/json;charset=UTF-8",
    Server: "pve-api-daemon/3.0",
  });
  response.end(text);
  return status;
}

/** The connection is gone: there is nobody to answer. */
function cut(response: ServerResponse): number {
  response.destroy();
  return 0;
}

function spoil(fault: Fault, request: IncomingMessage, response: ServerResponse): number {
  if ("status" in fault) {
    return send(response, fault.status, fault.message, { data: null, message: `${fault.message}\n` });
  }
  let received = 0;
  request.on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received >= fault.dropAfterBytes) {
      request.socket.destroy();
    }
  });
  request.on("end", () => request.socket.destroy());
  return 0;
}
