/** Collects bits, the lowest first, as RFC 1951 packs them. */
export class BitWriter {
  private readonly bytes: number[] = [];
  private pending = 0;
  private width = 0;

  /** @param width at most 16 */
  write(value: number, width: number): void {
    this.pending |= value << this.width;
    this.width += width;
    while (this.width >= 8) {
      this.bytes.push(this.pending & 0xff);
      this.pending >>>= 8;
      this.width -= 8;
    }
  }

  /** Everything written, filled up with zero bits to a whole byte. */
  finish(): Buffer {
    return Buffer.from(this.width > 0 ? [...this.bytes, this.pending & 0xff] : this.bytes);
  }
}
