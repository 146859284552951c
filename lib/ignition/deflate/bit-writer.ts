import type { HuffmanCode } from "./huffman";
import { DISTANCES, FIRST_LENGTH, LENGTHS } from "./ranges";
import { distanceOf, valueOf, type Tokens } from "./tokens";

/** Collects bits, the lowest first, as RFC 1951 packs them, behind whatever bytes are written before. */
export class BitWriter {
  private bytes = Buffer.alloc(1024);
  private at = 0;
  private pending = 0;
  private width = 0;

  /**
   * Begins anew.
   *
   * @param size how many bytes there may be
   */
  clear(size: number): void {
    // Twice, so that not each content that is a little larger needs new ones.
    if (this.bytes.length < size) this.bytes = Buffer.alloc(2 * size);
    this.at = 0;
    this.pending = 0;
    this.width = 0;
  }

  /** @param width at most 16 */
  write(value: number, width: number): void {
    this.pending |= value << this.width;
    this.width += width;
    if (this.width < 16) return;
    this.bytes[this.at++] = this.pending;
    this.bytes[this.at++] = this.pending >>> 8;
    this.pending >>>= 16;
    this.width -= 16;
  }

  /**
   * Writes tokens. It does the same as {@link write} for each part of each token, but faster, since nearly all that is
   * written comes by here.
   */
  writeTokens(tokens: Tokens, literals: HuffmanCode, distances: HuffmanCode): void {
    const { bytes } = this;
    let { at, pending, width } = this;
    const { list, count } = tokens;
    const { bits, lengths } = literals;
    for (let index = 0; index < count; index += 1) {
      const token = list[index]!;
      const value = valueOf(token);
      const distance = distanceOf(token);
      const symbol = distance === 0 ? value : FIRST_LENGTH + LENGTHS.of[value]!;
      pending |= bits[symbol]! << width;
      width += lengths[symbol]!;
      if (width >= 16) {
        bytes[at++] = pending;
        bytes[at++] = pending >>> 8;
        pending >>>= 16;
        width -= 16;
      }
      if (distance === 0) continue;
      const range = symbol - FIRST_LENGTH;
      pending |= (value - LENGTHS.bases[range]!) << width;
      width += LENGTHS.extraBits[range]!;
      if (width >= 16) {
        bytes[at++] = pending;
        bytes[at++] = pending >>> 8;
        pending >>>= 16;
        width -= 16;
      }
      const far = DISTANCES.of[distance]!;
      pending |= distances.bits[far]! << width;
      width += distances.lengths[far]!;
      if (width >= 16) {
        bytes[at++] = pending;
        bytes[at++] = pending >>> 8;
        pending >>>= 16;
        width -= 16;
      }
      pending |= (distance - DISTANCES.bases[far]!) << width;
      width += DISTANCES.extraBits[far]!;
      if (width >= 16) {
        bytes[at++] = pending;
        bytes[at++] = pending >>> 8;
        pending >>>= 16;
        width -= 16;
      }
    }
    this.at = at;
    this.pending = pending;
    this.width = width;
  }

  /** Fills the last byte up with zero bits. */
  align(): void {
    for (; this.width > 0; this.width -= 8) {
      this.bytes[this.at++] = this.pending;
      this.pending >>>= 8;
    }
    this.width = 0;
  }

  /** Writes a whole byte; to be called at the beginning, or once aligned. */
  writeByte(byte: number): void {
    this.bytes[this.at++] = byte;
  }

  /** A copy of all that was written. */
  written(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.at));
  }

  /** All that was written, in base64. */
  base64(): string {
    return this.bytes.toString("base64", 0, this.at);
  }
}
