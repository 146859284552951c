import { setOwn } from "./own";

/**
 * Reads MessagePack. Libraries for it refuse the key `__proto__`, which is as good a key of a map as any other, and
 * round integers or make every one a bigint.
 */

/** A value of a type that the format leaves to its users; what is in it is not read. */
export class Extension {
  constructor(readonly type: number) {}
}

export type Unpacked =
  null | boolean | number | bigint | string | Uint8Array | Extension | readonly Unpacked[] | UnpackedMap;

/** Any key is a key of its own, even one that every object's prototype has. */
export interface UnpackedMap {
  readonly [key: string]: Unpacked;
}

/** @throws Error for bytes that are no single value */
export function unpack(bytes: Uint8Array): Unpacked {
  const reader = new Reader(bytes);
  const value = reader.value();
  if (reader.left > 0) throw new Error(`Extra ${reader.left} bytes after the value`);
  return value;
}

class Reader {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  value(): Unpacked {
    const head = this.bytes[this.move(1)] as number;
    if (head < 0x80) return head;
    if (head < 0x90) return this.map(head & 0x0f);
    if (head < 0xa0) return this.array(head & 0x0f);
    if (head < 0xc0) return this.text(head & 0x1f);
    return head < 0xe0 ? this.long(head) : head - 0x100;
  }

  private long(head: number): Unpacked {
    switch (head) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xca:
        return this.bytes.readFloatBE(this.move(4));
      case 0xcb:
        return this.bytes.readDoubleBE(this.move(8));
      case 0xcf:
        return this.bytes.readBigUInt64BE(this.move(8));
      case 0xd3:
        return this.bytes.readBigInt64BE(this.move(8));
    }
    if (head >= 0xcc && head <= 0xce) return this.unsigned(1 << (head - 0xcc));
    if (head >= 0xd0 && head <= 0xd2) return this.signed(1 << (head - 0xd0));
    if (head >= 0xd4 && head <= 0xd8) return this.extension(1 << (head - 0xd4));
    return this.counted(head);
  }

  /** What has its length in front of it. */
  private counted(head: number): Unpacked {
    if (head >= 0xc4 && head <= 0xc6) return this.raw(this.unsigned(1 << (head - 0xc4)));
    if (head >= 0xc7 && head <= 0xc9) return this.extension(this.unsigned(1 << (head - 0xc7)));
    if (head >= 0xd9 && head <= 0xdb) return this.text(this.unsigned(1 << (head - 0xd9)));
    if (head === 0xdc || head === 0xdd) return this.array(this.unsigned(head === 0xdc ? 2 : 4));
    if (head === 0xde || head === 0xdf) return this.map(this.unsigned(head === 0xde ? 2 : 4));
    throw new Error("There is no MessagePack value that begins so");
  }

  private extension(length: number): Extension {
    const type = this.bytes.readInt8(this.move(1));
    this.move(length);
    return new Extension(type);
  }

  private array(length: number): readonly Unpacked[] {
    const items: Unpacked[] = [];
    for (let index = 0; index < length; index += 1) items.push(this.value());
    return items;
  }

  private map(length: number): UnpackedMap {
    const map: Record<string, Unpacked> = {};
    for (let index = 0; index < length; index += 1) {
      const key = this.value();
      if (typeof key !== "string" && typeof key !== "number") throw new Error("A key of a map is no text");
      const value = this.value();
      setOwn(map, key, value);
    }
    return map;
  }

  private unsigned(length: number): number {
    return this.bytes.readUIntBE(this.move(length), length);
  }

  private signed(length: number): number {
    return this.bytes.readIntBE(this.move(length), length);
  }

  private text(length: number): string {
    const from = this.move(length);
    return this.bytes.toString("utf8", from, from + length);
  }

  private raw(length: number): Uint8Array {
    const from = this.move(length);
    return this.bytes.subarray(from, from + length);
  }

  private move(length: number): number {
    const from = this.at;
    if (length > this.left) throw new Error("The bytes end in the middle of a value");
    this.at += length;
    return from;
  }
}
