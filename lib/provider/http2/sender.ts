import { ConnectionError, ErrorCode } from "./errors";
import { Flag, FRAME_HEADER_BYTES, frameOf, FrameType, MAX_FRAME_BYTES, writeFrameHeader } from "./frames";
import type { Outbox } from "./outbox";
import type { Stream } from "./stream";

/** Octets of bodies that either side takes before it says anything; RFC 9113, section 6.9.2. */
export const DEFAULT_WINDOW = 65_535;

/** The largest window. */
export const MAX_WINDOW = 0x7fffffff;

/** Sends answers, no faster than the client takes them; RFC 9113, section 5.2. */
export class Sender {
  /** Octets that a new stream may send. */
  initialWindow = DEFAULT_WINDOW;
  private window = DEFAULT_WINDOW;
  private readonly waiting = new Set<Stream>();

  /** @param sent told of each stream whose answer is complete */
  constructor(
    private readonly outbox: Outbox,
    private readonly sent: (stream: Stream) => void,
  ) {}

  /** Sends a header, and leaves the answer open. */
  begin(stream: Stream, header: Buffer): void {
    stream.isAnswered = true;
    this.outbox.add(frameOf(FrameType.headers, Flag.endHeaders, stream.id, header));
  }

  /** Sends an answer without a body. */
  refuse(stream: Stream, header: Buffer): void {
    stream.isAnswered = true;
    this.outbox.add(frameOf(FrameType.headers, Flag.endHeaders | Flag.endStream, stream.id, header));
    this.sent(stream);
  }

  /** Sends a whole answer; its body when the client takes it. */
  answer(stream: Stream, header: Buffer, body: Uint8Array, trailer: Buffer): void {
    const fits = body.length <= Math.min(stream.window, this.window, MAX_FRAME_BYTES);
    if (!fits) {
      this.begin(stream, header);
      stream.waiting = { body, sent: 0, trailer };
      this.pump(stream);
      return;
    }
    stream.isAnswered = true;
    this.outbox.add(wholeAnswer(stream.id, header, body, trailer));
    stream.window -= body.length;
    this.window -= body.length;
    this.sent(stream);
  }

  /** Lets more be sent, on all streams or on one. */
  widen(stream: Stream | undefined, octets: number): void {
    if (stream === undefined) {
      this.window += octets;
      if (this.window > MAX_WINDOW) throw new ConnectionError(ErrorCode.flowControl, "the window is too large");
      for (const each of this.waiting) this.pump(each);
    } else {
      stream.window += octets;
      if (this.waiting.has(stream)) this.pump(stream);
    }
  }

  /** Forgets what was still to be sent. */
  drop(stream: Stream): void {
    stream.waiting = undefined;
    this.waiting.delete(stream);
  }

  private pump(stream: Stream): void {
    const { waiting } = stream;
    if (waiting === undefined) return;
    while (waiting.sent < waiting.body.length) {
      const room = Math.min(stream.window, this.window, MAX_FRAME_BYTES);
      if (room <= 0) {
        this.waiting.add(stream);
        return;
      }
      const piece = waiting.body.subarray(waiting.sent, waiting.sent + room);
      this.outbox.add(frameOf(FrameType.data, 0, stream.id, piece));
      waiting.sent += piece.length;
      stream.window -= piece.length;
      this.window -= piece.length;
    }
    this.outbox.add(frameOf(FrameType.headers, Flag.endHeaders | Flag.endStream, stream.id, waiting.trailer));
    this.drop(stream);
    this.sent(stream);
  }
}

/** Header, body and trailer in one piece: what most answers are. */
function wholeAnswer(id: number, header: Buffer, body: Uint8Array, trailer: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(3 * FRAME_HEADER_BYTES + header.length + body.length + trailer.length);
  let at = put(bytes, 0, FrameType.headers, Flag.endHeaders, id, header);
  at = put(bytes, at, FrameType.data, 0, id, body);
  put(bytes, at, FrameType.headers, Flag.endHeaders | Flag.endStream, id, trailer);
  return bytes;
}

function put(to: Buffer, at: number, type: number, flags: number, id: number, payload: Uint8Array): number {
  writeFrameHeader(to, at, payload.length, type, flags, id);
  to.set(payload, at + FRAME_HEADER_BYTES);
  return at + FRAME_HEADER_BYTES + payload.length;
}
