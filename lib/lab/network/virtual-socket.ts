import { Duplex } from "node:stream";

/** One end of a connection inside the lab. Looks enough like a TCP socket for HTTP and SSH servers. */
export class VirtualSocket extends Duplex {
  readonly remoteFamily = "IPv4";
  readonly localFamily = "IPv4";
  private peer: VirtualSocket | undefined;
  private delivered: (() => void) | undefined;
  private ended = false;

  constructor(
    readonly localAddress: string,
    readonly localPort: number,
    readonly remoteAddress: string,
    readonly remotePort: number,
  ) {
    super();
  }

  /** Both ends of a new connection. */
  static pair(
    from: { address: string; port: number },
    to: { address: string; port: number },
  ): [client: VirtualSocket, server: VirtualSocket] {
    const client = new VirtualSocket(from.address, from.port, to.address, to.port);
    const server = new VirtualSocket(to.address, to.port, from.address, from.port);
    client.peer = server;
    server.peer = client;
    return [client, server];
  }

  override _read(): void {
    this.delivered?.();
    this.delivered = undefined;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    // Later and as a copy, as a kernel would: the reader must not run within the writer, and SSH decrypts in place.
    const copy = Buffer.from(chunk);
    process.nextTick(() => {
      const peer = this.peer;
      if (peer === undefined || peer.destroyed) return callback(brokenPipe());
      if (peer.push(copy)) return callback();
      peer.delivered = callback;
    });
  }

  override _final(callback: () => void): void {
    this.peer?.finishReading();
    callback();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    const peer = this.peer;
    this.peer = undefined;
    this.delivered?.();
    this.delivered = undefined;
    // The other end sees the end of what was sent, as with a closed socket, and notices the rest when it writes.
    peer?.finishReading();
    callback(error);
  }

  private finishReading(): void {
    if (this.ended || this.destroyed) return;
    this.ended = true;
    this.push(null);
  }

  // What servers call on a TCP socket. Nothing here needs it.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

function brokenPipe(): Error {
  return Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
}
