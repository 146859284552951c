import { Duplex } from "node:stream";
import { Connection } from "../../../lib/provider/http2/connection";
import { frameOf, PREFACE } from "../../../lib/provider/http2/frames";
import { headerBlock } from "../../../lib/provider/http2/header-block";

export const HEADER = headerBlock({ ":status": "200" });
export const TRAILER = headerBlock({ "grpc-status": "0" });

/** Names of types and errors as the specification writes them, each at its number. */
const TYPES = "DATA HEADERS PRIORITY RST_STREAM SETTINGS PUSH_PROMISE PING GOAWAY WINDOW_UPDATE CONTINUATION".split(
  " ",
);
const ERRORS =
  "NO_ERROR PROTOCOL_ERROR INTERNAL_ERROR FLOW_CONTROL_ERROR SETTINGS_TIMEOUT STREAM_CLOSED FRAME_SIZE_ERROR REFUSED_STREAM CANCEL COMPRESSION_ERROR CONNECT_ERROR ENHANCE_YOUR_CALM".split(
    " ",
  );

export const SETTINGS = frameOf(0x4, 0, 0, Buffer.alloc(0));

/** `POST /echo` over http. */
export const REQUEST = Buffer.concat([Buffer.from([0x83, 0x86, 0x04, 5]), Buffer.from("/echo")]);

export const headers = (id: number, flags = 0x4, block: Buffer = REQUEST): Buffer => frameOf(0x1, flags, id, block);
export const data = (id: number, text: string, flags = 0x1): Buffer => frameOf(0x0, flags, id, Buffer.from(text));
export const uint32 = (...numbers: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, index) => bytes.writeUInt32BE(number, index * 4));
  return bytes;
};
export const windowUpdate = (id: number, octets: number): Buffer => frameOf(0x8, 0, id, uint32(octets));
export const setting = (id: number, value: number): Buffer =>
  frameOf(0x4, 0, 0, Buffer.concat([Buffer.from([0, id]), uint32(value)]));

/** One end of a socket, whose other end is the test. */
export class Wire extends Duplex {
  readonly sent: Buffer[] = [];

  override _read(): void {
    // What comes is pushed by the test.
  }

  override _write(bytes: Buffer, _: string, done: () => void): void {
    this.sent.push(bytes);
    done();
  }

  destroySoon(): void {
    this.end(() => this.destroy());
  }

  /** Each frame since the last time, in words. */
  frames(): readonly string[] {
    const bytes = Buffer.concat(this.sent.splice(0));
    const frames: string[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + 9 + bytes.readUIntBE(at, 3);
      frames.push(
        inWords(bytes[at + 3] ?? 0, bytes[at + 4] ?? 0, bytes.readUInt32BE(at + 5), bytes.subarray(at + 9, end)),
      );
      at = end;
    }
    return frames;
  }
}

function inWords(type: number, flags: number, id: number, payload: Buffer): string {
  const name = `${TYPES[type]} ${id}`;
  if (type === 0x0) return `${name} ${payload.toString()}${(flags & 1) === 0 ? "" : " end"}`;
  if (type === 0x1) return `${name}${(flags & 1) === 0 ? "" : " end"}`;
  if (type === 0x3) return `${name} ${ERRORS[payload.readUInt32BE(0)]}`;
  if (type === 0x7)
    return `${name} ${ERRORS[payload.readUInt32BE(4)]} after ${payload.readUInt32BE(0)}: ${payload.toString("utf8", 8)}`;
  return (flags & 1) === 0 ? `${name} ${payload.toString("hex")}` : `${name} ack`;
}

/** What a server does with a request. */
type Begin = ConstructorParameters<typeof Connection>[1];

/** Answers each request with its own body, and more. */
export function echo(more = Buffer.alloc(0)): Begin {
  return (stream, on) => {
    const pieces: Buffer[] = [];
    return {
      add: (piece) => pieces.push(piece),
      end: () => on.answer(stream, HEADER, Buffer.concat([...pieces, more]), TRAILER),
    };
  };
}

/** Takes requests, and answers none. */
export const silent: Begin = () => ({ add: () => undefined, end: () => undefined });

/** A connection whose other end the test is. */
export class Peer {
  readonly wire = new Wire();
  readonly connection: Connection;

  constructor(begin: Begin = echo()) {
    this.connection = new Connection(this.wire, begin);
  }

  /** Says that much, and answers all that has been said since the last time. */
  async exchange(...frames: readonly Buffer[]): Promise<readonly string[]> {
    this.wire.push(Buffer.concat(frames));
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    return this.wire.frames();
  }
}

/** What {@link peerForEachTest} gives. */
export interface EachPeer {
  /** The one of this test. */
  readonly peer: Peer;

  /** Puts another in its place, whose requests are treated otherwise. */
  open(begin: Begin): Promise<void>;

  /** {@link Peer.exchange} of the one of this test. */
  exchange(...frames: readonly Buffer[]): Promise<readonly string[]>;
}

/** Gives each test of a suite a peer of its own, with the settings exchanged. */
export function peerForEachTest(): EachPeer {
  let peer: Peer;
  const open = async (begin?: Begin): Promise<void> => {
    peer = new Peer(begin);
    await peer.exchange(PREFACE, SETTINGS);
  };
  beforeEach(() => open());
  afterEach(() => peer.wire.destroy());
  return {
    get peer() {
      return peer;
    },
    open,
    exchange: (...frames) => peer.exchange(...frames),
  };
}
