import type { Duplex } from "node:stream";
import { CutStreams } from "./cut-streams";
import { ConnectionError, ErrorCode } from "./errors";
import { Flag, FrameReader, frameOf, FrameType, goawayFrame, numberFrame } from "./frames";
import { HeaderDecoder } from "./header-decoder";
import { readHeaderFrame } from "./header-frame";
import { Outbox } from "./outbox";
import { RequestHeaders } from "./request-headers";
import { DEFAULT_WINDOW, MAX_WINDOW, Sender } from "./sender";
import { applySettings, ownSettings } from "./settings";
import { Stream, type Body } from "./stream";

/** Octets of a header block that comes in pieces; ours is that of a known client. */
const MAX_HEADER_BYTES = 64 * 1024;

/** Octets received after which the client may send as many again. */
const RENEWED_BYTES = 2 ** 30;

/**
 * A server's end of one HTTP/2 connection; RFC 9113.
 *
 * For a client that is known and trusted not to overrun us: it may send as much as it likes (whoever reads the bodies
 * bounds them), as many requests as it likes, and is told off only for what breaks the protocol.
 */
export class Connection {
  private readonly outbox: Outbox;
  private readonly sender: Sender;
  private readonly frames = new FrameReader((type, flags, id, bytes, start, end) =>
    this.frame(type, flags, id, bytes, start, end),
  );
  private readonly decoder = new HeaderDecoder();
  private readonly headers = new RequestHeaders();
  private readonly streams = new Map<number, Stream>();
  /** Streams that we have ended while their client had more to say. */
  private readonly cut = new CutStreams();
  private latest = 0;
  /** The latest that was not refused at once. */
  private accepted = 0;
  private window = MAX_WINDOW;
  private hasSettings = false;
  private isStopping = false;
  private isOver = false;
  /** A header block of which more is to come. */
  private partial: { readonly id: number; readonly flags: number; pieces: Buffer } | undefined;

  /** @param begin answers what takes in a request's body; `answer` or `refuse` is to be called for it, once */
  constructor(
    private readonly socket: Duplex & { destroySoon(): void },
    private readonly begin: (stream: Stream, connection: Connection) => Body,
  ) {
    this.outbox = new Outbox(socket);
    this.sender = new Sender(this.outbox, (stream) => this.sent(stream));
    this.outbox.add(ownSettings());
    this.outbox.add(numberFrame(FrameType.windowUpdate, 0, MAX_WINDOW - DEFAULT_WINDOW));
    socket.on("data", (piece: Buffer) => this.receive(piece));
    socket.on("error", () => this.close());
    socket.on("close", () => this.close());
  }

  /** Answers a request: with a header block, a body, and a block that ends it. Of no effect if nobody waits any more. */
  answer(stream: Stream, header: Buffer, body: Uint8Array, trailer: Buffer): void {
    if (!stream.isGone && !stream.isAnswered) this.sender.answer(stream, header, body, trailer);
  }

  /** Answers a request with a header block only; if its answer has begun already, breaks that off. */
  refuse(stream: Stream, header: Buffer): void {
    if (stream.isGone) return;
    if (stream.isAnswered) this.reset(stream.id, ErrorCode.internal);
    else this.sender.refuse(stream, header);
  }

  /** Begins an answer that never ends. */
  keepOpen(stream: Stream, header: Buffer): void {
    if (stream.isGone || stream.isAnswered) return;
    stream.isSilent = true;
    this.sender.begin(stream, header);
  }

  /** Takes no more requests, and ends when those under way are answered. */
  stop(): void {
    if (this.isOver || this.isStopping) return;
    this.isStopping = true;
    this.outbox.add(goawayFrame(this.accepted, ErrorCode.noError, ""));
    this.endIfIdle();
  }

  private receive(piece: Buffer): void {
    if (this.isOver) return;
    try {
      this.frames.add(piece);
    } catch (error) {
      if (!(error instanceof ConnectionError)) console.error("A connection ends by a fault of ours:", error);
      const { code, message } =
        error instanceof ConnectionError ? error : { code: ErrorCode.internal, message: String(error) };
      this.outbox.add(goawayFrame(this.accepted, code, message));
      this.end();
    }
  }

  private frame(type: number, flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (this.isOver) return;
    if (!this.hasSettings && type !== FrameType.settings) protocolError("the settings have to come first");
    if (this.partial !== undefined && type !== FrameType.continuation) protocolError("a header block is not complete");
    switch (type) {
      case FrameType.data:
        return this.data(flags, id, bytes, start, end);
      case FrameType.headers:
        return this.header(flags, id, bytes, start, end);
      case FrameType.continuation:
        return this.continuation(flags, id, bytes, start, end);
      case FrameType.windowUpdate:
        return this.windowUpdate(id, bytes, start, end);
      case FrameType.ping:
        return this.ping(flags, id, bytes.subarray(start, end));
      case FrameType.settings:
        return this.settings(flags, id, bytes.subarray(start, end));
      case FrameType.rstStream:
        return this.rstStream(id, end - start);
      case FrameType.priority:
        return this.priority(id, bytes, start, end);
      case FrameType.goaway:
        if (id !== 0) protocolError("GOAWAY is for the connection");
        return;
      case FrameType.pushPromise:
        return protocolError("a client cannot push");
    }
  }

  private data(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    this.window -= end - start;
    if (this.window < 0) throw new ConnectionError(ErrorCode.flowControl, "more than the window");
    if (this.window < MAX_WINDOW - RENEWED_BYTES) {
      this.outbox.add(numberFrame(FrameType.windowUpdate, 0, MAX_WINDOW - this.window));
      this.window = MAX_WINDOW;
    }
    const stream = this.known(id, "DATA");
    const to = (flags & Flag.padded) === 0 ? end : end - (bytes[start] ?? 0);
    const from = (flags & Flag.padded) === 0 ? start : start + 1;
    if (from > to) protocolError("more padding than there is room");
    if (stream === undefined && this.cut.has(id)) return;
    if (stream === undefined || stream.isReceived) return this.reset(id, ErrorCode.streamClosed);
    stream.received += to - from;
    if (from < to) stream.body?.add(bytes.subarray(from, to));
    if ((flags & Flag.endStream) !== 0) this.received(stream);
  }

  private header(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (id % 2 === 0) protocolError("a client's streams have odd numbers");
    const { from, to, dependsOn } = readHeaderFrame(flags, bytes, start, end);
    if ((flags & Flag.endHeaders) === 0) this.partial = { id, flags, pieces: Buffer.from(bytes.subarray(from, to)) };
    else this.block(id, flags, bytes, from, to);
    if (dependsOn === id && this.partial === undefined) this.reset(id, ErrorCode.protocol);
  }

  private continuation(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    const { partial } = this;
    if (partial?.id !== id) return protocolError("there is no header block to continue");
    partial.pieces = Buffer.concat([partial.pieces, bytes.subarray(start, end)]);
    const { length } = partial.pieces;
    if (length > MAX_HEADER_BYTES) throw new ConnectionError(ErrorCode.enhanceYourCalm, `a header of ${length} octets`);
    if ((flags & Flag.endHeaders) === 0) return;
    this.partial = undefined;
    this.block(id, partial.flags, partial.pieces, 0, length);
  }

  private block(id: number, flags: number, bytes: Buffer, start: number, end: number): void {
    const { headers } = this;
    headers.begin();
    this.decoder.decode(bytes, start, end, headers.add);
    const isLast = (flags & Flag.endStream) !== 0;
    if (id > this.latest) return this.open(id, isLast);
    const stream = this.streams.get(id);
    if (stream === undefined) {
      if (this.cut.has(id)) return;
      throw new ConnectionError(ErrorCode.streamClosed, `HEADERS on stream ${id}, which is closed`);
    }
    if (stream.isReceived) this.reset(id, ErrorCode.streamClosed);
    else if (isLast && headers.isTrailer) this.received(stream);
    else this.reset(id, ErrorCode.protocol);
  }

  private open(id: number, isLast: boolean): void {
    const { headers } = this;
    this.latest = id;
    if (!headers.isRequest || this.isStopping) {
      if (!isLast) this.cut.add(id);
      return this.reset(id, headers.isRequest ? ErrorCode.refusedStream : ErrorCode.protocol);
    }
    this.accepted = id;
    const stream = new Stream(id, headers.path, headers.contentLength, this.sender.initialWindow);
    this.streams.set(id, stream);
    stream.body = this.begin(stream, this);
    if (isLast) this.received(stream);
  }

  private received(stream: Stream): void {
    stream.isReceived = true;
    if (stream.expected !== undefined && stream.expected !== stream.received) {
      return this.reset(stream.id, ErrorCode.protocol);
    }
    stream.body?.end();
  }

  private windowUpdate(id: number, bytes: Buffer, start: number, end: number): void {
    if (end - start !== 4) throw new ConnectionError(ErrorCode.frameSize, "WINDOW_UPDATE has four octets");
    const octets = bytes.readUInt32BE(start) & MAX_WINDOW;
    if (id === 0) {
      if (octets === 0) protocolError("a window grows by something");
      return this.sender.widen(undefined, octets);
    }
    const stream = this.known(id, "WINDOW_UPDATE");
    if (stream === undefined) return;
    if (octets === 0) this.reset(id, ErrorCode.protocol);
    else if (stream.window + octets > MAX_WINDOW) this.reset(id, ErrorCode.flowControl);
    else this.sender.widen(stream, octets);
  }

  private ping(flags: number, id: number, data: Buffer): void {
    if (id !== 0) protocolError("PING is for the connection");
    if (data.length !== 8) throw new ConnectionError(ErrorCode.frameSize, "PING has eight octets");
    if ((flags & Flag.ack) === 0) this.outbox.add(frameOf(FrameType.ping, Flag.ack, 0, data));
  }

  private settings(flags: number, id: number, payload: Buffer): void {
    if (id !== 0) protocolError("SETTINGS are for the connection");
    this.hasSettings = true;
    if ((flags & Flag.ack) !== 0) {
      if (payload.length > 0) throw new ConnectionError(ErrorCode.frameSize, "an acknowledgement says nothing else");
      return;
    }
    // First, since what a larger window lets through comes after the word that it is taken for larger.
    this.outbox.add(frameOf(FrameType.settings, Flag.ack, 0, Buffer.alloc(0)));
    applySettings(payload, this.sender, this.streams.values());
  }

  private rstStream(id: number, length: number): void {
    if (length !== 4) throw new ConnectionError(ErrorCode.frameSize, "RST_STREAM has four octets");
    const stream = this.known(id, "RST_STREAM");
    if (stream !== undefined) this.forget(stream);
  }

  private priority(id: number, bytes: Buffer, start: number, end: number): void {
    if (id === 0) protocolError("PRIORITY is for a stream");
    if (end - start !== 5) this.reset(id, ErrorCode.frameSize);
    else if ((bytes.readUInt32BE(start) & MAX_WINDOW) === id) this.reset(id, ErrorCode.protocol);
  }

  /** The stream of a number, undefined if it is over. */
  private known(id: number, what: string): Stream | undefined {
    if (id === 0) protocolError(`${what} is for a stream`);
    if (id > this.latest) protocolError(`${what} on stream ${id}, which has not begun`);
    return this.streams.get(id);
  }

  private sent(stream: Stream): void {
    // What the client still wants to send is of no use: RFC 9113, section 8.1.
    if (stream.isReceived) this.forget(stream);
    else this.reset(stream.id, ErrorCode.noError);
  }

  private reset(id: number, code: ErrorCode): void {
    this.outbox.add(numberFrame(FrameType.rstStream, id, code));
    const stream = this.streams.get(id);
    if (stream === undefined) return;
    if (!stream.isReceived) this.cut.add(id);
    this.forget(stream);
  }

  private forget(stream: Stream): void {
    stream.isGone = true;
    this.sender.drop(stream);
    this.streams.delete(stream.id);
    this.endIfIdle();
  }

  private endIfIdle(): void {
    if (!this.isStopping) return;
    for (const { isSilent } of this.streams.values()) if (!isSilent) return;
    this.end();
  }

  private end(): void {
    this.outbox.flush();
    this.close();
    this.socket.destroySoon();
  }

  private close(): void {
    this.isOver = true;
    for (const stream of this.streams.values()) stream.isGone = true;
    this.streams.clear();
  }
}

function protocolError(what: string): never {
  throw new ConnectionError(ErrorCode.protocol, what);
}
