import { refusal } from "../problem";

/** A packet of an OpenPGP message (RFC 9580, section 4). */
export interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

const MOST_PACKETS = 1000;

/** Splits bytes into packets. Partial lengths, which keys and signatures never have, are refused. */
export function readPackets(bytes: Buffer): readonly Packet[] {
  const packets: Packet[] = [];
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) {
    if (packets.length === MOST_PACKETS) throw broken(`more than ${MOST_PACKETS} packets`);
    const head = reader.uint(1);
    if ((head & 0x80) === 0) throw broken("not an OpenPGP packet");
    const isNew = (head & 0x40) !== 0;
    const tag = isNew ? head & 0x3f : (head >> 2) & 0x0f;
    const length = isNew ? newLength(reader) : oldLength(reader, head & 3);
    packets.push({ tag, body: reader.bytes(length) });
  }
  return packets;
}

/** Reads big-endian fields, and refuses to read past the end. */
export class Reader {
  private offset = 0;

  constructor(private readonly source: Buffer) {}

  get isAtEnd(): boolean {
    return this.offset >= this.source.length;
  }

  get position(): number {
    return this.offset;
  }

  bytes(length: number): Buffer {
    if (length < 0 || this.offset + length > this.source.length) throw broken("it ends too early");
    this.offset += length;
    return this.source.subarray(this.offset - length, this.offset);
  }

  /** @param length 1 to 4 bytes */
  uint(length: number): number {
    return this.bytes(length).readUIntBE(0, length);
  }

  /** A number of any size: two bytes for its length in bits, then its bytes. */
  mpi(): Buffer {
    return this.bytes((this.uint(2) + 7) >> 3);
  }

  rest(): Buffer {
    return this.bytes(this.source.length - this.offset);
  }
}

/** The length of a packet or subpacket in the current format. */
function newLength(reader: Reader): number {
  const first = reader.uint(1);
  if (first < 192) return first;
  if (first < 224) return ((first - 192) << 8) + reader.uint(1) + 192;
  if (first === 255) return reader.uint(4);
  throw broken("a packet of partial length");
}

function oldLength(reader: Reader, kind: number): number {
  if (kind === 3) throw broken("a packet of unknown length");
  return reader.uint(2 ** kind);
}

/** Subpackets of a signature; the length counts the type octet. */
export function readSubpackets(bytes: Buffer): readonly { type: number; isCritical: boolean; body: Buffer }[] {
  const found: { type: number; isCritical: boolean; body: Buffer }[] = [];
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) {
    const first = reader.uint(1);
    const length = first < 192 ? first : first < 255 ? ((first - 192) << 8) + reader.uint(1) + 192 : reader.uint(4);
    const type = reader.uint(1);
    found.push({ type: type & 0x7f, isCritical: (type & 0x80) !== 0, body: reader.bytes(length - 1) });
  }
  return found;
}

export function broken(what: string) {
  return refusal("broken-openpgp", [], {
    what: `this is not a sound OpenPGP key or signature: ${what}`,
    fix: "fetch the file again",
  });
}
