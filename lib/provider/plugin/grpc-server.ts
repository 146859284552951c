import {
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { frame, MessageReader, type Misframed } from "./grpc-frames";

/** A method as it is called over the wire; grpc-js describes its own alike, so a test can call what is served here. */
export interface GrpcMethod {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly requestDeserialize: (bytes: Buffer) => unknown;
  readonly responseSerialize: (response: never) => Buffer;
}

/** What is served under a method's path: an answer to each request, or a stream that stays open and silent. */
export interface Served {
  readonly method: GrpcMethod;
  readonly answer: ((request: never) => Promise<unknown>) | "silence";
}

/** How the two sides know each other; see `node:tls`. */
export interface GrpcTls {
  readonly key: string;
  readonly cert: string;
  /** The one certificate that a client may show. */
  readonly ca: string;
}

export interface GrpcOptions {
  readonly tls: GrpcTls | undefined;
  /** Most bytes of a request's message, and of an answer's. */
  readonly maxMessageBytes: number;
}

/** gRPC's status codes that a server gives of its own accord. */
const Status = { resourceExhausted: 8, unimplemented: 12, internal: 13 } as const;

/** Bytes that a client may send before it has to wait for us to have read some. */
const WINDOW_BYTES = 4 * 1024 * 1024;

const HEADERS = { ":status": 200, "content-type": "application/grpc" } as const;
const SENT = { "grpc-status": "0" } as const;

/**
 * A gRPC server as a plugin needs one: requests and answers of one message, over HTTP/2 on a local socket.
 *
 * Written by hand since it is what a start waits for: the library that does all of gRPC loads ten times as much code,
 * and takes twice the time for each call.
 */
export class GrpcServer {
  private readonly server: Http2Server;
  private readonly sessions = new Set<ServerHttp2Session>();
  private readonly served: ReadonlyMap<string, Served>;

  constructor(
    served: readonly Served[],
    private readonly options: GrpcOptions,
  ) {
    this.served = new Map(served.map((each) => [each.method.path, each]));
    const http2 = {
      settings: { initialWindowSize: WINDOW_BYTES },
      // OpenTofu has as many calls under way as it likes, and their messages are held in memory anyway.
      maxSessionMemory: Number.MAX_SAFE_INTEGER,
    };
    const { tls } = options;
    this.server =
      tls === undefined
        ? createServer(http2)
        : createSecureServer({ ...http2, ...tls, requestCert: true, rejectUnauthorized: true });
    this.server.on("session", (session) => this.welcome(session));
    this.server.on("stream", (stream, headers) => this.call(stream, headers));
    // Whoever is no gRPC client, or not ours, is of no interest.
    this.server.on("sessionError", () => undefined);
  }

  /** Listens on a Unix socket. */
  async listen(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(path, () => {
        this.server.off("error", reject);
        resolve();
      });
    });
  }

  /** Takes no more calls; settles when those under way are answered, or else after some time. */
  async stop(graceMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => {
        for (const session of this.sessions) session.destroy();
        resolve();
      }, graceMs);
      this.server.close(() => {
        clearTimeout(force);
        resolve();
      });
      for (const session of this.sessions) session.close();
    });
  }

  private welcome(session: ServerHttp2Session): void {
    this.sessions.add(session);
    session.once("close", () => this.sessions.delete(session));
    session.on("error", () => session.destroy());
    session.setLocalWindowSize(WINDOW_BYTES);
  }

  private call(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    // A client that has lost its interest: there is nobody to tell.
    stream.on("error", () => undefined);
    const { method, answer } = this.served.get(headers[":path"] ?? "") ?? {};
    if (method === undefined || answer === undefined) {
      stream.resume();
      return refuse(stream, Status.unimplemented, `there is no method ${headers[":path"]}`);
    }
    if (answer === "silence") {
      stream.resume();
      stream.respond(HEADERS);
      return;
    }
    const reader = new MessageReader(this.options.maxMessageBytes);
    stream.on("data", (piece: Buffer) => {
      if (!reader.add(piece)) refuseMisframed(stream, "too large");
    });
    stream.on("end", () => {
      const message = reader.finish();
      if (typeof message === "string") return refuseMisframed(stream, message);
      void this.answer(stream, method, answer, message);
    });
  }

  private async answer(
    stream: ServerHttp2Stream,
    method: GrpcMethod,
    answer: (request: never) => Promise<unknown>,
    message: Buffer,
  ): Promise<void> {
    try {
      const response = await answer(method.requestDeserialize(message) as never);
      const bytes = method.responseSerialize(response as never);
      if (bytes.length > this.options.maxMessageBytes) return refuse(stream, Status.resourceExhausted, "too large");
      if (gone(stream)) return;
      stream.on("wantTrailers", () => stream.sendTrailers(SENT));
      stream.respond(HEADERS, { waitForTrailers: true });
      stream.end(frame(bytes));
    } catch (error) {
      refuse(stream, Status.internal, error instanceof Error ? error.message : String(error));
    }
  }
}

function refuseMisframed(stream: ServerHttp2Stream, why: Misframed): void {
  const status = { compressed: Status.unimplemented, "too large": Status.resourceExhausted }[why as string];
  refuse(stream, status ?? Status.internal, `the request is ${why}`);
}

function refuse(stream: ServerHttp2Stream, status: number, message: string): void {
  if (gone(stream) || stream.headersSent) return;
  // Percent-encoded, since a header holds neither newlines nor what is not ASCII; half a character cannot be.
  const text = encodeURI(message.replace(/\p{Surrogate}/gu, "?"));
  const headers = { ...HEADERS, "grpc-status": String(status), "grpc-message": text };
  stream.respond(headers, { endStream: true });
}

function gone(stream: ServerHttp2Stream): boolean {
  return stream.destroyed || stream.closed;
}
