import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { Connection } from "../http2/connection";
import { headerBlock } from "../http2/header-block";
import type { Body, Stream } from "../http2/stream";
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

/** Most characters of a reason: coded, they all have to fit into one frame. */
const MAX_REASON = 1000;

const FIELDS = { ":status": "200", "content-type": "application/grpc" } as const;
const HEADER = headerBlock(FIELDS);
const TRAILER = headerBlock({ "grpc-status": "0" });

/**
 * A gRPC server as a plugin needs one: requests and answers of one message, over HTTP/2 on a local socket.
 *
 * Written by hand since it is what a start waits for, and each call: the library that does all of gRPC loads ten times
 * as much code, and takes longer for a call. Source: "gRPC over HTTP2", the protocol's own description.
 */
export class GrpcServer {
  private readonly server: Server;
  private readonly connections = new Map<Connection, Socket>();
  private readonly served: ReadonlyMap<string, Served>;

  constructor(
    served: readonly Served[],
    private readonly options: GrpcOptions,
  ) {
    this.served = new Map(served.map((each) => [each.method.path, each]));
    const { tls } = options;
    this.server =
      tls === undefined
        ? createServer((socket) => this.welcome(socket))
        : createTlsServer(
            { ...tls, requestCert: true, rejectUnauthorized: true, ALPNProtocols: ["h2"] },
            (socket: TLSSocket) => (socket.alpnProtocol === "h2" ? this.welcome(socket) : socket.destroy()),
          );
    // Whoever is no client of ours is of no interest.
    this.server.on("tlsClientError", () => undefined);
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
        for (const socket of this.connections.values()) socket.destroy();
        resolve();
      }, graceMs);
      this.server.close(() => {
        clearTimeout(force);
        resolve();
      });
      for (const connection of this.connections.keys()) connection.stop();
    });
  }

  private welcome(socket: Socket): void {
    const connection = new Connection(socket, (stream, on) => this.call(stream, on));
    this.connections.set(connection, socket);
    socket.once("close", () => this.connections.delete(connection));
  }

  private call(stream: Stream, connection: Connection): Body {
    const served = this.served.get(stream.path);
    if (served === undefined) return new Unimplemented(connection, stream);
    const { method, answer } = served;
    if (answer === "silence") {
      connection.keepOpen(stream, HEADER);
      return DISCARDED;
    }
    return new Call(connection, stream, method, answer, this.options.maxMessageBytes);
  }
}

const DISCARDED: Body = { add: () => undefined, end: () => undefined };

class Unimplemented implements Body {
  constructor(
    private readonly connection: Connection,
    private readonly stream: Stream,
  ) {}

  add(): void {
    // Whatever it is, nobody reads it.
  }

  end(): void {
    refuse(this.connection, this.stream, Status.unimplemented, `there is no method ${this.stream.path}`);
  }
}

/** One call under way. */
class Call implements Body {
  private readonly reader: MessageReader;

  constructor(
    private readonly connection: Connection,
    private readonly stream: Stream,
    private readonly method: GrpcMethod,
    private readonly answerTo: (request: never) => Promise<unknown>,
    private readonly maxMessageBytes: number,
  ) {
    this.reader = new MessageReader(maxMessageBytes);
  }

  add(piece: Buffer): void {
    if (!this.reader.add(piece)) this.refuseMisframed("too large");
  }

  end(): void {
    void this.answer();
  }

  private async answer(): Promise<void> {
    const { connection, stream, method } = this;
    try {
      const message = this.reader.finish();
      if (typeof message === "string") return this.refuseMisframed(message);
      const response = await this.answerTo(method.requestDeserialize(message) as never);
      const bytes = method.responseSerialize(response as never);
      if (bytes.length > this.maxMessageBytes) refuse(connection, stream, Status.resourceExhausted, "too large");
      else connection.answer(stream, HEADER, frame(bytes), TRAILER);
    } catch (error) {
      refuse(connection, stream, Status.internal, error instanceof Error ? error.message : String(error));
    }
  }

  private refuseMisframed(why: Misframed): void {
    const status = { compressed: Status.unimplemented, "too large": Status.resourceExhausted }[why as string];
    refuse(this.connection, this.stream, status ?? Status.internal, `the request is ${why}`);
  }
}

function refuse(connection: Connection, stream: Stream, status: number, message: string): void {
  // Percent-encoded, since a header holds neither newlines nor what is not ASCII; half a character cannot be.
  const text = encodeURI(message.slice(0, MAX_REASON).replace(/\p{Surrogate}/gu, "?"));
  connection.refuse(stream, headerBlock({ ...FIELDS, "grpc-status": String(status), "grpc-message": text }));
}
