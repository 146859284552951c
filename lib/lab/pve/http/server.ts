import type { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "node:https";
import type { Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cluster } from "../cluster";
import type { Fault, PveEvents, PveOptions } from "../types";
import { handleRequest, refusalOf } from "./handle-request";
import type { RequestTrace } from "./handle-request";

const prefix = "/api2/json";

const undisturbed: Fault = { delayMs: 0 };

/** Gives an answer, or what a fault makes of it; tells the status for the log. */
type Reply = (response: ServerResponse, status: number, message: string, body: unknown) => number;

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
  const fault = faults?.({ method, path, bodyBytes: Number(request.headers["content-length"] ?? 0) }) ?? undisturbed;
  if ("dropAfterBytes" in fault) cutAfter(request, fault.dropAfterBytes);
  if ((fault.delayMs ?? 0) > 0) await sleep(fault.delayMs);
  const reply: Reply = "dropAnswer" in fault ? cut : send;
  const status =
    "status" in fault
      ? send(response, fault.status, fault.message, { data: null, message: `${fault.message}\n` })
      : await answer(cluster, request, response, url, path, trace, reply);
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
  reply: Reply,
): Promise<number> {
  try {
    const data = await handleRequest(cluster, request, url, path, trace);
    return reply(response, 200, "OK", { data: data ?? null });
  } catch (error) {
    const { status, message, fields } = refusalOf(error);
    return request.destroyed && !request.complete
      ? cut(response)
      : reply(response, status, message, { data: null, message: `${message}\n`, errors: fields });
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

/** Lets the API see so many bytes of a body, and cuts the connection at the last of them. */
function cutAfter(request: IncomingMessage, limit: number): void {
  let left = limit;
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    if (chunk === null || chunk.length < left) {
      left -= chunk?.length ?? 0;
      return push(chunk, encoding);
    }
    if (left > 0) push(chunk.subarray(0, left), encoding);
    left = 0;
    request.socket.destroy();
    return false;
  };
  if (limit === 0) request.socket.destroy();
}
