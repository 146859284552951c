import { once } from "node:events";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { Agent, createServer, request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { createCertificate } from "../../../lib/lab/certificate";

/** What happens to a request on its way: a status in place of the server's answer, none at all, or the end of both connections. */
export type DavFault =
  | { readonly status: number }
  /** It does not reach the server, and its connection stays open. */
  | "hold"
  /** After how much of its body; `answer` is after the server has done it all. */
  | { readonly cutAfter: "the first byte" | "the middle" | "the last byte" | "the answer" };

export interface DavRequestSeen {
  readonly method: string;
  /** Below the folder of the server. */
  readonly path: string;
  /** Of a MOVE: below the folder of the server. */
  readonly to: string | undefined;
}

/** Stands in front of a real WebDAV server with a certificate of its own, sees each request, and harms some. */
export class DavProxy {
  /** Each request that came, in order. */
  readonly seen: DavRequestSeen[] = [];

  fault: (request: DavRequestSeen) => DavFault | undefined = () => undefined;

  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    private readonly server: Server,
    private readonly behind: { readonly url: string; readonly certificate: string },
    /** Of its authority, in PEM. */
    readonly certificate: string,
  ) {}

  static async before(behind: { readonly url: string; readonly certificate: string }): Promise<DavProxy> {
    const { certificate, key } = createCertificate();
    const server = createServer({ cert: certificate, key });
    const proxy = new DavProxy(server, behind, certificate);
    server.on("request", (incoming, outgoing) => {
      proxy.pass(incoming, outgoing).catch(() => incoming.socket.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get url(): string {
    return this.origin + new URL(this.behind.url).pathname;
  }

  /** Paths that were put in their places, in order. */
  get moved(): readonly string[] {
    return this.seen.flatMap(({ to }) => (to === undefined ? [] : [to]));
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  private get origin(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    const { method = "", url = "", headers } = incoming;
    const below = (path: string): string => decodeURIComponent(path.slice(new URL(this.behind.url).pathname.length));
    const { destination } = headers;
    const to = typeof destination === "string" ? below(new URL(destination).pathname) : undefined;
    const seen = { method, path: below(url), to };
    this.seen.push(seen);
    const fault = this.fault(seen);
    if (fault === "hold") return;
    if (fault !== undefined && "status" in fault) {
      outgoing.writeHead(fault.status).end("<html>a page of the proxy</html>");
      return;
    }
    const answer = await this.ask(incoming, body, fault?.cutAfter);
    if (answer === undefined) return void incoming.socket.destroy();
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  /** Undefined where the connection is to end. */
  private ask(
    { method = "", url = "", headers }: IncomingMessage,
    body: Buffer,
    cutAfter?: Extract<DavFault, { cutAfter: string }>["cutAfter"],
  ): Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer } | undefined> {
    const { origin, host } = new URL(this.behind.url);
    const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value.replaceAll(this.origin, origin)]] : [],
    );
    return new Promise((resolve, reject) => {
      const sent = request(
        origin + url,
        { method, headers: { ...Object.fromEntries(given), host }, ca: this.behind.certificate, agent: this.agent },
        (response) => {
          const pieces: Buffer[] = [];
          response.on("data", (piece: Buffer) => pieces.push(piece));
          response.on("error", reject);
          response.on("end", () => {
            const { statusCode: status = 502, headers: told } = response;
            resolve(cutAfter === undefined ? { status, headers: told, body: Buffer.concat(pieces) } : undefined);
          });
        },
      );
      sent.on("error", (error) => (cutAfter === undefined ? reject(error) : resolve(undefined)));
      const end = { "the first byte": 1, "the middle": body.length >> 1, "the last byte": body.length };
      if (cutAfter === undefined || cutAfter === "the answer") return void sent.end(body);
      sent.write(body.subarray(0, end[cutAfter]), () => sent.destroy());
    });
  }
}
