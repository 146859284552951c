/** Octets to begin with: most values are smaller. */
const FIRST_BYTES = 4 * 1024;

/** A larger buffer is not kept for the next value. */
const KEPT_BYTES = 256 * 1024;

/** Up to so many characters, a text is written faster one by one than by a call of Node's. */
const SHORT_TEXT = 48;

/**
 * Writes MessagePack into one buffer, each value in its shortest form; see the format's own specification.
 *
 * Of arrays and maps only the head is written: their elements, or keys and values in turns, are to follow.
 */
export class MsgpackWriter {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private at = 0;

  /** What has been written, as a copy; the writer is empty again. */
  finish(): Buffer {
    const written = Buffer.from(this.bytes.subarray(0, this.at));
    this.clear();
    return written;
  }

  /** Forgets what has been written, if anything has. */
  clear(): void {
    this.at = 0;
    if (this.bytes.length > KEPT_BYTES) this.bytes = Buffer.allocUnsafe(FIRST_BYTES);
  }

  nil(): void {
    this.byte(0xc0);
  }

  bool(value: boolean): void {
    this.byte(value ? 0xc3 : 0xc2);
  }

  /** @param value no fraction, and no more than a double holds exactly */
  integer(value: number): void {
    if (value >= 0) this.unsigned(value);
    else if (value >= -0x20) this.byte(value + 0x100);
    else if (value >= -0x80) this.sized(0xd0, value + 0x100, 1);
    else if (value >= -0x8000) this.sized(0xd1, value + 0x10000, 2);
    else if (value >= -0x80000000) this.sized(0xd2, value + 0x100000000, 4);
    else this.long(0xd3, BigInt.asUintN(64, BigInt(value)));
  }

  text(value: string): void {
    if (value.length <= SHORT_TEXT && this.ascii(value)) return;
    const length = Buffer.byteLength(value);
    if (length < 0x20) this.byte(0xa0 | length);
    else this.head(0xd9, length);
    this.room(length);
    this.at += this.bytes.write(value, this.at, "utf8");
  }

  binary(value: Uint8Array): void {
    this.head(0xc4, value.length);
    this.raw(value);
  }

  array(length: number): void {
    if (length < 0x10) this.byte(0x90 | length);
    else this.wideHead(0xdc, length);
  }

  map(length: number): void {
    if (length < 0x10) this.byte(0x80 | length);
    else this.wideHead(0xde, length);
  }

  /** Octets that are MessagePack already. */
  raw(value: Uint8Array): void {
    this.room(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  private unsigned(value: number): void {
    if (value < 0x80) this.byte(value);
    else if (value < 0x100) this.sized(0xcc, value, 1);
    else if (value < 0x10000) this.sized(0xcd, value, 2);
    else if (value < 0x100000000) this.sized(0xce, value, 4);
    else this.long(0xcf, BigInt(value));
  }

  /** The head of what has its length in one, two or four octets, by as many kinds that follow each other. */
  private head(first: number, length: number): void {
    if (length < 0x100) this.sized(first, length, 1);
    else this.wideHead(first + 1, length);
  }

  private wideHead(first: number, length: number): void {
    if (length < 0x10000) this.sized(first, length, 2);
    else this.sized(first + 1, length, 4);
  }

  private sized(head: number, value: number, length: number): void {
    this.byte(head);
    this.room(length);
    this.at = this.bytes.writeUIntBE(value, this.at, length);
  }

  private long(head: number, value: bigint): void {
    this.byte(head);
    this.room(8);
    this.at = this.bytes.writeBigUInt64BE(value, this.at);
  }

  /** Writes a short text unless there is a character in it that takes more than its octet. */
  private ascii(value: string): boolean {
    const { length } = value;
    this.room(length + 2);
    const head = length < 0x20 ? 1 : 2;
    for (let index = 0; index < length; index += 1) {
      const character = value.charCodeAt(index);
      if (character >= 0x80) return false;
      this.bytes[this.at + head + index] = character;
    }
    if (head === 1) this.bytes[this.at] = 0xa0 | length;
    else {
      this.bytes[this.at] = 0xd9;
      this.bytes[this.at + 1] = length;
    }
    this.at += head + length;
    return true;
  }

  private byte(value: number): void {
    this.room(1);
    this.bytes[this.at++] = value;
  }

  private room(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + length));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
  }
}
