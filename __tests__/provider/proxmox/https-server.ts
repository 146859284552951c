import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createCertificate } from "../../../lib/lab/certificate";

const { certificate, key } = createCertificate();

/** What a request was, as far as the tests ask. */
export interface SeenRequest {
  readonly line: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export type Answer = {
  readonly status?: number;
  readonly reason?: string;
  readonly json?: unknown;
  readonly text?: string;
};

/** A server on loopback that answers as each test wants, and remembers what it was asked. */
export class HttpsServer {
  readonly seen: SeenRequest[] = [];
  readonly ca = certificate;
  private constructor(private readonly server: Server) {}

  static async start(answer: (request: SeenRequest, raw: IncomingMessage) => Answer | "cut"): Promise<HttpsServer> {
    const server = createServer({ cert: certificate, key });
    const started = new HttpsServer(server);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      void started.serve(request, response, answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return started;
  }

  get endpoint(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (request: SeenRequest, raw: IncomingMessage) => Answer | "cut",
  ): Promise<void> {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    } catch {
      // The client has broken off: that is what was seen.
      this.seen.push({
        line: `${request.method} ${request.url} (broken off)`,
        headers: request.headers,
        body: Buffer.concat(pieces),
      });
      return;
    }
    const seen = { line: `${request.method} ${request.url}`, headers: request.headers, body: Buffer.concat(pieces) };
    this.seen.push(seen);
    const what = answer(seen, request);
    if (what === "cut") {
      request.socket.destroy();
      return;
    }
    const { status = 200, reason = "", json, text = JSON.stringify(json ?? { data: null }) } = what;
    response.writeHead(status, reason === "" ? undefined : reason, { "Content-Type": "application/json" });
    response.end(text);
  }
}
