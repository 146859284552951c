/** What a client wants a file to be; undefined is left as it is. */
export interface Attributes {
  readonly size: number | undefined;
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  readonly mode: number | undefined;
}

/** Reads the fields of an SFTP packet, one after another. */
export class PacketReader {
  private offset = 0;

  constructor(private readonly bytes: Buffer) {}

  byte(): number {
    const value = this.bytes.readUInt8(this.offset);
    this.offset += 1;
    return value;
  }

  uint32(): number {
    const value = this.bytes.readUInt32BE(this.offset);
    this.offset += 4;
    return value;
  }

  uint64(): number {
    const value = Number(this.bytes.readBigUInt64BE(this.offset));
    this.offset += 8;
    return value;
  }

  data(): Buffer {
    const length = this.uint32();
    if (this.offset + length > this.bytes.length) throw new RangeError("a string is longer than its packet");
    const value = this.bytes.subarray(this.offset, this.offset + length);
    this.offset += length;
    return value;
  }

  text(): string {
    return this.data().toString("utf8");
  }

  /** Attributes; times are left out. */
  attributes(): Attributes {
    const flags = this.uint32();
    const size = flags & 1 ? this.uint64() : undefined;
    const owner = flags & 2 ? { uid: this.uint32(), gid: this.uint32() } : undefined;
    const mode = flags & 4 ? this.uint32() & 0o7777 : undefined;
    if (flags & 8) this.offset += 8;
    return { size, owner, mode };
  }
}

export function uint32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value >>> 0);
  return out;
}

export function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** Frames a packet: its length, its type, its fields. */
export function packet(type: number, ...fields: readonly Buffer[]): Buffer {
  const body = Buffer.concat(fields);
  return Buffer.concat([uint32(body.length + 1), Buffer.from([type]), body]);
}

/** Cuts a stream of bytes into packets. */
export class PacketSplitter {
  private pending: Buffer = Buffer.alloc(0);

  /** @throws RangeError if a packet is longer than OpenSSH would take */
  add(chunk: Buffer): Buffer[] {
    this.pending = Buffer.concat([this.pending, chunk]);
    const packets: Buffer[] = [];
    while (this.pending.length >= 4) {
      const length = this.pending.readUInt32BE(0);
      if (length === 0 || length > 256 * 1024) throw new RangeError(`bad packet length ${length}`);
      if (this.pending.length < 4 + length) break;
      packets.push(this.pending.subarray(4, 4 + length));
      this.pending = this.pending.subarray(4 + length);
    }
    return packets;
  }
}
