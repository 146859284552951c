import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Faults } from "../faults";
import type { Publication } from "./publication";

/** A plain HTTP server on loopback that stands for the internet. */
export interface Internet {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;

  /** Replaces what is served. */
  serve(publication: Publication): void;
  stop(): Promise<void>;
}

/** Starts it; it serves nothing until told what. */
export async function startInternet(faults: Faults, port = 0): Promise<Internet> {
  let published: Publication = new Map();
  const server = createServer((request, response) => answer(request, response, published, faults));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(publication) {
      published = publication;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, published: Publication, faults: Faults): void {
  const path = new URL(request.url ?? "/", "http://internet.invalid").pathname;
  const original = published.get(path);
  const bytes = original && faults.download ? faults.download(path, original) : original;
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405);
  if (bytes === undefined) return refuse(response, 404);
  const range = parseRange(request.headers.range, bytes.length);
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${bytes.length}`);
    return refuse(response, 416);
  }
  const body = range ? bytes.subarray(range.first, range.last + 1) : bytes;
  response.writeHead(range ? 206 : 200, {
    "content-type": path.endsWith(".json") ? "application/json" : "application/octet-stream",
    "content-length": body.length,
    "accept-ranges": "bytes",
    ...(range ? { "content-range": `bytes ${range.first}-${range.last}/${bytes.length}` } : {}),
  });
  const limit = faults.dropDownloadAfter?.(path);
  if (request.method === "HEAD") response.end();
  else if (limit !== undefined && limit < body.length) {
    response.write(body.subarray(0, limit), () => response.destroy());
  } else response.end(body);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-length": 0 }).end();
}

function parseRange(
  header: string | undefined,
  size: number,
): { first: number; last: number } | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  const suffix = match[1] === "";
  const first = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = suffix || match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  return first <= last ? { first, last } : "unsatisfiable";
}
