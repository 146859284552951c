import { request, type Agent } from "node:https";
import type { IncomingHttpHeaders } from "node:http";

export interface DavRequest {
  readonly method: "DELETE" | "GET" | "HEAD" | "MKCOL" | "MOVE" | "PROPFIND" | "PUT";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | undefined;

  /**
   * Most bytes of an answer's body.
   *
   * @default 1 MiB
   */
  readonly limit?: number;

  /** Aborts this request, in place of what aborts all. */
  readonly signal?: AbortSignal;
}

export interface DavResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends one request. Redirections are answers like any other: credentials go to nobody but the configured server. */
export type Send = (request: DavRequest) => Promise<DavResponse>;

const IDLE_MS = 60_000;
const MIB = 1024 * 1024;

/**
 * @param authorization what goes into the header of that name
 * @param signal aborts what is under way and has no signal of its own
 */
export function davSender(agent: Agent, authorization: string | undefined, signal: AbortSignal): Send {
  return ({ method, url, headers = {}, body, limit = MIB, signal: own = signal }) =>
    new Promise((resolve, reject) => {
      const bytes = typeof body === "string" ? Buffer.from(body) : body;
      const outgoing = request(
        url,
        {
          agent,
          method,
          signal: own,
          headers: {
            ...(authorization === undefined ? {} : { Authorization: authorization }),
            ...(bytes === undefined ? {} : { "Content-Length": String(bytes.length) }),
            ...headers,
          },
        },
        (response) => {
          const pieces: Buffer[] = [];
          let size = 0;
          response.on("data", (piece: Buffer) => {
            size += piece.length;
            if (size <= limit) pieces.push(piece);
            else response.destroy(new Error(`the answer is larger than ${limit} bytes`));
          });
          response.on("error", reject);
          response.on("end", () => {
            const { statusCode: status = 0, headers: received } = response;
            resolve({ status, headers: received, body: Buffer.concat(pieces) });
          });
        },
      );
      outgoing.setTimeout(IDLE_MS, () => outgoing.destroy(new Error(`silent for ${IDLE_MS / 1000} s`)));
      outgoing.on("error", reject);
      outgoing.end(bytes);
    });
}
