/** Before each message: whether it is compressed, and its length. */
const PREFIX_BYTES = 5;

/** A message as gRPC sends it: never compressed, both ends are on one machine. */
export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(PREFIX_BYTES + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX_BYTES);
  return framed;
}

/** Why a request's bytes are not one message. */
export type Misframed = "compressed" | "too large" | "not one message";

/** Collects the one message of a request out of the pieces in which it arrives. */
export class MessageReader {
  private readonly pieces: Buffer[] = [];
  private size = 0;

  /** @param limit most bytes that a message may have */
  constructor(private readonly limit: number) {}

  /** @returns whether what has come so far can still become a message; if not, nothing more need be read */
  add(piece: Buffer): boolean {
    this.pieces.push(piece);
    this.size += piece.length;
    return this.size <= this.limit + PREFIX_BYTES;
  }

  /** The message, at the request's end. */
  finish(): Buffer | Misframed {
    if (this.size > this.limit + PREFIX_BYTES) return "too large";
    if (this.size < PREFIX_BYTES) return "not one message";
    const bytes = this.pieces.length === 1 ? (this.pieces[0] as Buffer) : Buffer.concat(this.pieces, this.size);
    if (bytes[0] !== 0) return "compressed";
    return bytes.readUInt32BE(1) === this.size - PREFIX_BYTES ? bytes.subarray(PREFIX_BYTES) : "not one message";
  }
}
