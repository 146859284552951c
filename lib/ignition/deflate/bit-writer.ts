/** Collects bits, the lowest first, as RFC 1951 packs them. */
export class BitWriter {
  private readonly bytes: Buffer;
  private at = 0;
  private pending = 0;
  private width = 0;

  /** @param size how many bits there will be */
  constructor(size: number) {
    this.bytes = Buffer.alloc(Math.ceil(size / 8));
  }

  /** @param width at most 16 */
  write(value: number, width: number): void {
    this.pending |= value << this.width;
    this.width += width;
    while (this.width >= 8) {
      this.bytes[this.at++] = this.pending & 0xff;
      this.pending >>>= 8;
      this.width -= 8;
    }
  }

  /** Everything written, filled up with zero bits to a whole byte. */
  finish(): Buffer {
    if (this.width > 0) this.bytes[this.at] = this.pending & 0xff;
    return this.bytes;
  }
}
