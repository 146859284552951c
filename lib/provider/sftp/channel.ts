import type { Duplex } from "node:stream";
import { type Field, packet, PacketReader, PacketSplitter, REPLY, REQUEST, STATUS } from "./packets";

/** A refusal by the server. */
export class StatusError extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}

interface Waiting {
  readonly expected: number;
  readonly resolve: (reply: PacketReader) => void;
  readonly reject: (error: Error) => void;
}

const VERSION = 3;

/**
 * One SFTP session on a channel of a connection: sends requests and hands each its reply.
 *
 * What is asked for in the same turn of the event loop travels in one packet of SSH: a thousand small files are
 * otherwise mostly the encryption of very small packets.
 */
export class SftpChannel {
  /** Names of what the server can beyond version 3. */
  readonly extensions = new Set<string>();

  private readonly waiting = new Map<number, Waiting>();
  private readonly splitter = new PacketSplitter();
  private outgoing: Buffer[] = [];
  private nextId = 0;
  private greeted: { resolve(): void; reject(error: Error): void } | undefined;
  private lost: Error | undefined;

  private constructor(private readonly stream: Duplex) {
    stream.on("data", (chunk: Buffer) => this.receive(chunk));
    stream.on("error", (error: Error) => this.lose(error));
    stream.on("close", () => this.lose(new Error("the SFTP session ended")));
    stream.on("end", () => this.lose(new Error("the server ended the SFTP session")));
  }

  /** @param stream a channel on which the server's SFTP answers */
  static async open(stream: Duplex): Promise<SftpChannel> {
    const channel = new SftpChannel(stream);
    await new Promise<void>((resolve, reject) => {
      channel.greeted = { resolve, reject };
      channel.write(packet(REQUEST.init, [VERSION]));
    });
    return channel;
  }

  /**
   * Sends a request. Those sent in a row arrive in that order.
   *
   * @param expected type of the reply when it succeeds
   * @throws StatusError if the server refuses
   */
  request(type: number, fields: readonly Field[], expected: number = REPLY.status): Promise<PacketReader> {
    if (this.lost !== undefined) return Promise.reject(this.lost);
    const id = this.nextId;
    this.nextId = (id + 1) >>> 0;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { expected, resolve, reject });
      this.write(packet(type, [id, ...fields]));
    });
  }

  close(): void {
    this.stream.destroy();
    this.lose(new Error("the connection was closed"));
  }

  /** Everybody who waits is told. */
  lose(reason: Error): void {
    if (this.lost !== undefined) return;
    this.lost = reason;
    this.greeted?.reject(reason);
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }

  private write(bytes: Buffer): void {
    if (this.outgoing.push(bytes) > 1) return;
    setImmediate(() => {
      const all = this.outgoing;
      this.outgoing = [];
      if (this.lost === undefined) this.stream.write(all.length === 1 ? bytes : Buffer.concat(all));
    });
  }

  private receive(chunk: Buffer): void {
    if (this.lost !== undefined) return;
    try {
      for (const bytes of this.splitter.add(chunk)) this.answer(new PacketReader(bytes));
    } catch (error) {
      this.stream.destroy();
      this.lose(new Error(`the server does not keep to the protocol: ${String(error)}`));
    }
  }

  private answer(reply: PacketReader): void {
    const type = reply.byte();
    if (this.greeted !== undefined) return this.greet(type, reply);
    const id = reply.uint32();
    const waiting = this.waiting.get(id);
    if (waiting === undefined) throw new RangeError("an answer to no request");
    const code = type === REPLY.status ? reply.uint32() : STATUS.ok;
    const refusal = code === STATUS.ok ? undefined : new StatusError(statusText(code, reply), code);
    if (refusal === undefined && type !== waiting.expected) {
      throw new RangeError(`an answer of type ${type} instead of ${waiting.expected}`);
    }
    // Only what was understood is answered: who waits for anything else is told why the session ends.
    this.waiting.delete(id);
    if (refusal === undefined) waiting.resolve(reply);
    else waiting.reject(refusal);
  }

  private greet(type: number, reply: PacketReader): void {
    const { greeted } = this;
    if (type !== REPLY.version) throw new RangeError("no greeting");
    const version = reply.uint32();
    if (version !== VERSION) throw new RangeError(`version ${version} instead of ${VERSION}`);
    while (!reply.isAtEnd) {
      this.extensions.add(reply.text());
      reply.text();
    }
    this.greeted = undefined;
    greeted?.resolve();
  }
}

const NAMES: Readonly<Record<number, string>> = {
  [STATUS.endOfFile]: "End of file",
  [STATUS.noSuchFile]: "No such file",
  [STATUS.permissionDenied]: "Permission denied",
  [STATUS.failure]: "Failure",
  [STATUS.unsupported]: "Operation unsupported",
};

/** The server's own words if it has any; they are shown, so not more than a line of them. */
function statusText(code: number, reply: PacketReader): string {
  const said = reply.isAtEnd ? "" : reply.text();
  const line = said.replace(/[^\x20-\x7e\u00a0-\uffff]+/g, " ").slice(0, 200);
  return line === "" ? (NAMES[code] ?? `status ${code}`) : line;
}
