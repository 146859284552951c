import type { Duplex } from "node:stream";

/**
 * Collects what is to be sent and sends all of a turn of the event loop at once: a record of TLS and a call of the kernel
 * cost as much as all the rest of a small answer.
 */
export class Outbox {
  private pieces: Uint8Array[] = [];

  constructor(private readonly socket: Duplex) {}

  add(piece: Uint8Array): void {
    if (this.pieces.push(piece) === 1) setImmediate(this.flush);
  }

  readonly flush = (): void => {
    const { pieces } = this;
    if (pieces.length === 0) return;
    this.pieces = [];
    if (!this.socket.writable) return;
    try {
      this.socket.write(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces));
    } catch (error) {
      // Without them the calls would wait for ever.
      this.socket.destroy(error instanceof Error ? error : undefined);
    }
  };
}
