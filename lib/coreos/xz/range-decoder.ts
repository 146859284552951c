const TOP = 2 ** 24;

/** The arithmetic decoder of LZMA, over one chunk. */
export class RangeDecoder {
  private range = 0xffffffff;
  private code: number;
  private at = 5;

  constructor(private readonly bytes: Buffer) {
    if (bytes.length < 5 || bytes[0] !== 0) throw new Error("lzma: a broken chunk");
    this.code = bytes.readUInt32BE(1);
  }

  /** Whether every byte of the chunk has been used, and the rest of the code is none. */
  get isAtEnd(): boolean {
    return this.at === this.bytes.length && this.code === 0;
  }

  /** Decodes a bit by its probability, and learns from it. */
  bit(model: Uint16Array, index: number): 0 | 1 {
    const probability = model[index] ?? 1024;
    const bound = (this.range >>> 11) * probability;
    let bit: 0 | 1;
    if (this.code < bound) {
      this.range = bound;
      model[index] = probability + ((2048 - probability) >> 5);
      bit = 0;
    } else {
      this.range -= bound;
      this.code -= bound;
      model[index] = probability - (probability >> 5);
      bit = 1;
    }
    this.normalize();
    return bit;
  }

  /** Decodes bits of even chances, the highest first. */
  direct(bits: number): number {
    let result = 0;
    for (let index = 0; index < bits; index++) {
      this.range = Math.floor(this.range / 2);
      const bit = this.code >= this.range ? 1 : 0;
      if (bit === 1) this.code -= this.range;
      result = result * 2 + bit;
      this.normalize();
    }
    return result;
  }

  private normalize(): void {
    if (this.range >= TOP) return;
    const next = this.bytes[this.at++];
    if (next === undefined) throw new Error("lzma: a chunk ends too early");
    this.range = this.range * 256;
    this.code = this.code * 256 + next;
  }
}
