import { request as httpRequest } from "node:http";
import { isIPv4 } from "node:net";
import { NetworkError, type VirtualNetwork } from "./virtual-network";

export interface HttpRequest {
  readonly method?: "GET" | "HEAD" | "PUT";
  readonly url: string;
  readonly body?: Buffer;

  /** Address of the machine that asks. */
  readonly from: string;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: Buffer;
}

const limit = 64 * 1024 * 1024;

/** An HTTP request inside the lab. Rejects with a {@link NetworkError} where no server is. */
export function fetchInside(network: VirtualNetwork, request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const url = new URL(request.url);
    if (url.protocol !== "http:")
      throw new NetworkError("ENOTFOUND", `${request.url}: only http: is served inside the lab`);
    if (!isIPv4(url.hostname)) throw new NetworkError("ENOTFOUND", `Could not resolve host: ${url.hostname}`);
    const port = url.port === "" ? 80 : Number(url.port);
    const socket = network.connect(url.hostname, port, request.from);
    const outgoing = httpRequest(
      {
        host: url.hostname,
        port,
        path: url.pathname + url.search,
        method: request.method ?? "GET",
        headers: { connection: "close", ...(request.body ? { "content-length": request.body.length } : {}) },
        createConnection: () => socket,
        signal: request.signal,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > limit) outgoing.destroy(new Error("the answer is too large"));
          chunks.push(chunk);
        });
        incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks) }));
        incoming.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.on("close", () => socket.destroy());
    outgoing.end(request.body);
  });
}
