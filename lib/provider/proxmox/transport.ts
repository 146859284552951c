import { request } from "node:https";
import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { tlsAgent, type TlsOptions } from "../tls/agent";

/** One request as it goes over the wire. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<Buffer>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without any traffic after which the connection counts as broken. */
  readonly idleMs: number;
}

export interface HttpResponse {
  readonly status: number;
  /** The text of the status line: where Proxmox puts its message. */
  readonly reason: string;
  readonly body: string;
}

export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/** No answer of the API is larger: a list of 10,000 guests takes 4 MB. */
const MAX_ANSWER = 64 * 1024 * 1024;

/**
 * Talks HTTPS to one server.
 *
 * Only GETs reuse connections: a request that meets a connection which the server is just closing fails without a
 * trace of whether it was carried out, which is harmless for a GET alone. The others resume the TLS session.
 */
export function httpsTransport(endpoint: URL, tls: TlsOptions): Transport {
  const reusing = tlsAgent(tls, { keepAlive: true, maxSockets: 16, timeout: 4000 });
  const fresh = tlsAgent(tls, { keepAlive: false, maxCachedSessions: 16 });
  return async ({ method, path, headers, body, signal, idleMs }) =>
    new Promise<HttpResponse>((resolve, reject) => {
      const outgoing = request(
        {
          host: endpoint.hostname.replace(/^\[(.*)\]$/, "$1"),
          port: endpoint.port === "" ? 443 : Number(endpoint.port),
          method,
          path,
          headers,
          agent: method === "GET" ? reusing : fresh,
          ...(signal === undefined ? {} : { signal }),
        },
        (response) => {
          readAll(response).then(resolve, reject);
        },
      );
      outgoing.setTimeout(idleMs, () => outgoing.destroy(new Error(`silent for ${idleMs / 1000} s`)));
      if (body === undefined || typeof body === "string") {
        outgoing.on("error", reject);
        outgoing.end(body);
        return;
      }
      // Where the body itself fails, its own error says more than that of the connection that is torn down for it.
      let broken: unknown;
      const noting = async function* (): AsyncGenerator<Buffer> {
        try {
          yield* body;
        } catch (error) {
          broken = error;
          throw error;
        }
      };
      // A server that refuses an upload answers before it has read it all: its answer counts, not the broken pipe.
      let answered = false;
      outgoing.once("response", () => (answered = true));
      const fail = (error: unknown): void => {
        if (!answered) reject(broken ?? error);
      };
      outgoing.on("error", fail);
      pipeline(noting, outgoing).catch(fail);
    });
}

async function readAll(response: IncomingMessage): Promise<HttpResponse> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_ANSWER) throw new Error(`the answer is larger than ${MAX_ANSWER} bytes`);
    pieces.push(piece);
  }
  return {
    status: response.statusCode ?? 0,
    reason: response.statusMessage ?? "",
    body: Buffer.concat(pieces).toString("utf8"),
  };
}
