/** SFTP version 3 on the wire: draft-ietf-secsh-filexfer-02. */
export const REQUEST = {
  init: 1,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  rename: 18,
  extended: 200,
} as const;

export const REPLY = {
  version: 2,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attributes: 105,
  extended: 201,
} as const;

/** Codes of a status reply. */
export const STATUS = {
  ok: 0,
  endOfFile: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  unsupported: 8,
} as const;

/** Ways to open a file. */
export const OPEN = { read: 1, write: 2, create: 8, exclusive: 32 } as const;

/** Which attributes follow. */
const HAS = { size: 1, owner: 2, mode: 4, times: 8, extended: 0x80000000 } as const;

/** Attributes of a request that hold nothing. */
export const NO_ATTRIBUTES = [0] as const;

/** Attributes of a request that hold the permissions. */
export function modeOnly(mode: number): readonly [number, number] {
  return [HAS.mode, mode];
}

/** What a server says of a file; undefined is what it left out. */
export interface RawAttributes {
  readonly size: number | undefined;
  readonly mode: number | undefined;
  /** Seconds since 1970. */
  readonly mtime: number | undefined;
}

/** Numbers go as 32 bits, bigints as 64, texts and bytes with their length. */
export type Field = number | bigint | string | Buffer;

const LARGEST_PACKET = 256 * 1024;

/** Frames a packet: its length, its type, its fields. */
export function packet(type: number, fields: readonly Field[]): Buffer {
  const length = fields.reduce<number>((sum, field) => sum + lengthOf(field), 1);
  const out = Buffer.allocUnsafe(4 + length);
  out.writeUInt32BE(length, 0);
  out.writeUInt8(type, 4);
  let at = 5;
  for (const field of fields) at = put(out, at, field);
  return out;
}

function lengthOf(field: Field): number {
  if (typeof field === "number") return 4;
  if (typeof field === "bigint") return 8;
  return 4 + (typeof field === "string" ? Buffer.byteLength(field) : field.length);
}

function put(out: Buffer, at: number, field: Field): number {
  if (typeof field === "number") return out.writeUInt32BE(field >>> 0, at);
  if (typeof field === "bigint") return out.writeBigUInt64BE(field, at);
  const length = typeof field === "string" ? out.write(field, at + 4) : field.copy(out, at + 4);
  out.writeUInt32BE(length, at);
  return at + 4 + length;
}

/** Reads the fields of a packet, one after another. Throws RangeError where it ends too soon. */
export class PacketReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.at;
  }

  byte(): number {
    return this.bytes.readUInt8((this.at += 1) - 1);
  }

  uint32(): number {
    return this.bytes.readUInt32BE((this.at += 4) - 4);
  }

  uint64(): number {
    return Number(this.bigint64());
  }

  bigint64(): bigint {
    return this.bytes.readBigUInt64BE((this.at += 8) - 8);
  }

  data(): Buffer {
    const length = this.uint32();
    const start = this.at;
    if (start + length > this.bytes.length) throw new RangeError("a field is longer than its packet");
    this.at += length;
    return this.bytes.subarray(start, this.at);
  }

  text(): string {
    return this.data().toString("utf8");
  }

  attributes(): RawAttributes {
    const flags = this.uint32();
    const size = flags & HAS.size ? this.uint64() : undefined;
    if (flags & HAS.owner) this.at += 8;
    const mode = flags & HAS.mode ? this.uint32() : undefined;
    const times = flags & HAS.times ? [this.uint32(), this.uint32()] : [];
    for (let left = flags & HAS.extended ? this.uint32() : 0; left > 0; left--) {
      this.data();
      this.data();
    }
    return { size, mode, mtime: times[1] };
  }
}

/** Cuts a stream of bytes into packets, without their length. */
export class PacketSplitter {
  private pending: Buffer[] = [];
  private length = 0;

  /** @throws RangeError if a packet is longer than any server sends */
  add(chunk: Buffer): readonly Buffer[] {
    this.pending.push(chunk);
    this.length += chunk.length;
    const packets: Buffer[] = [];
    for (let size = this.nextSize(); size !== undefined; size = this.nextSize()) {
      const whole = this.joined();
      packets.push(whole.subarray(4, size));
      this.pending = [whole.subarray(size)];
      this.length -= size;
    }
    return packets;
  }

  /** Of the next packet with its length, if all of it is there. */
  private nextSize(): number | undefined {
    if (this.length < 4) return undefined;
    const first = this.pending[0];
    const size = 4 + (first !== undefined && first.length >= 4 ? first : this.joined()).readUInt32BE(0);
    if (size > LARGEST_PACKET + 4) throw new RangeError(`a packet of ${size} bytes`);
    return this.length < size ? undefined : size;
  }

  private joined(): Buffer {
    const [first] = this.pending;
    if (this.pending.length === 1 && first !== undefined) return first;
    const whole = Buffer.concat(this.pending);
    this.pending = [whole];
    return whole;
  }
}
