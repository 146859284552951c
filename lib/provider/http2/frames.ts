import { ConnectionError, ErrorCode } from "./errors";

/** What a client says first of all; RFC 9113, section 3.4. */
export const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");

/** RFC 9113, section 6. */
export const FrameType = {
  data: 0x0,
  headers: 0x1,
  priority: 0x2,
  rstStream: 0x3,
  settings: 0x4,
  pushPromise: 0x5,
  ping: 0x6,
  goaway: 0x7,
  windowUpdate: 0x8,
  continuation: 0x9,
} as const;

export const Flag = { ack: 0x1, endStream: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 } as const;

/** Octets before each frame's payload: its length, type, flags and stream. */
export const FRAME_HEADER_BYTES = 9;

/** Most octets of a payload, unless told otherwise. We tell nothing else. */
export const MAX_FRAME_BYTES = 16_384;

const STREAM_MASK = 0x7fffffff;

/** Writes a frame's header; the payload is to follow. */
export function writeFrameHeader(
  to: Buffer,
  at: number,
  length: number,
  type: number,
  flags: number,
  stream: number,
): void {
  to.writeUIntBE(length, at, 3);
  to[at + 3] = type;
  to[at + 4] = flags;
  to.writeUInt32BE(stream, at + 5);
}

/** A whole frame. */
export function frameOf(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payload.length);
  writeFrameHeader(bytes, 0, payload.length, type, flags, stream);
  bytes.set(payload, FRAME_HEADER_BYTES);
  return bytes;
}

/** A frame whose payload is one number of 32 bits: RST_STREAM, WINDOW_UPDATE. */
export function numberFrame(type: number, stream: number, number: number): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_HEADER_BYTES + 4);
  writeFrameHeader(bytes, 0, 4, type, 0, stream);
  bytes.writeUInt32BE(number, FRAME_HEADER_BYTES);
  return bytes;
}

/**
 * The last word of a connection; RFC 9113, section 6.8.
 *
 * @param latest the latest stream that is, or will be, answered
 * @param why plain English, for whoever looks for the fault
 */
export function goawayFrame(latest: number, code: number, why: string): Buffer {
  const text = Buffer.from(why);
  const payload = Buffer.alloc(8 + text.length);
  payload.writeUInt32BE(latest, 0);
  payload.writeUInt32BE(code, 4);
  payload.set(text, 8);
  return frameOf(FrameType.goaway, 0, 0, payload);
}

/** What is done with a frame; its payload are the octets from `start` to `end`. */
export type FrameHandler = (
  type: number,
  flags: number,
  stream: number,
  bytes: Buffer,
  start: number,
  end: number,
) => void;

/** Cuts what a client sends into frames, wherever the pieces end in which it arrives. */
export class FrameReader {
  private rest: Buffer | undefined;
  private hasPreface = false;

  constructor(private readonly handle: FrameHandler) {}

  /** @throws ConnectionError for anything that is not HTTP/2, or a frame that is too large */
  add(piece: Buffer): void {
    const bytes = this.rest === undefined ? piece : Buffer.concat([this.rest, piece]);
    let at = this.hasPreface ? 0 : this.preface(bytes);
    if (this.hasPreface) for (let next = at; (next = this.frame(bytes, at)) > at;) at = next;
    this.rest = at === bytes.length ? undefined : bytes.subarray(at);
  }

  /** Answers where the frames begin, 0 for as long as the preface is not whole. */
  private preface(bytes: Buffer): number {
    const length = Math.min(bytes.length, PREFACE.length);
    if (bytes.compare(PREFACE, 0, length, 0, length) !== 0) {
      throw new ConnectionError(ErrorCode.protocol, "this is not HTTP/2");
    }
    this.hasPreface = length === PREFACE.length;
    return this.hasPreface ? length : 0;
  }

  /** Handles the frame at a place, and answers where it ends; the place itself if it is not whole yet. */
  private frame(bytes: Buffer, at: number): number {
    if (bytes.length - at < FRAME_HEADER_BYTES) return at;
    const length = bytes.readUIntBE(at, 3);
    if (length > MAX_FRAME_BYTES) throw new ConnectionError(ErrorCode.frameSize, `a frame of ${length} octets`);
    const end = at + FRAME_HEADER_BYTES + length;
    if (end > bytes.length) return at;
    const stream = bytes.readUInt32BE(at + 5) & STREAM_MASK;
    this.handle(bytes[at + 3] as number, bytes[at + 4] as number, stream, bytes, at + FRAME_HEADER_BYTES, end);
    return end;
  }
}
