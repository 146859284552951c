import type { BitWriter } from "./bit-writer";
import { HuffmanCode } from "./huffman";

/** The order in which RFC 1951 wants the lengths of the code for code lengths. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** Symbols that stand for several lengths, and how many bits say how many. */
const REPEAT = 16;
const ZEROS = 17;
const MANY_ZEROS = 18;
const EXTRA_BITS = [2, 3, 7] as const;

/** How the lengths of a block's two codes are written before it: runs of them shortened, by a code of their own. */
export class CodeHeader {
  private readonly code = new HuffmanCode(19, 7);
  private readonly lengths = new Uint8Array(286 + 30);
  private literalCount = 0;
  private distanceCount = 0;
  private orderedCount = 0;

  /** Symbols, and below them what their extra bits say. */
  private readonly runs = new Uint16Array(286 + 30);
  private runCount = 0;

  /** Takes the lengths of two codes, and answers how many bits writing them takes. */
  fill(literals: Uint8Array, distances: Uint8Array): number {
    this.literalCount = Math.max(257, used(literals));
    this.distanceCount = Math.max(1, used(distances));
    for (let symbol = 0; symbol < this.literalCount; symbol += 1) this.lengths[symbol] = literals[symbol]!;
    for (let symbol = 0; symbol < this.distanceCount; symbol += 1)
      this.lengths[this.literalCount + symbol] = distances[symbol]!;
    this.code.clear();
    this.shortenRuns(this.literalCount + this.distanceCount);
    const size = this.code.findLengths();
    const { counts, lengths } = this.code;
    this.orderedCount = LENGTH_ORDER.length;
    while (this.orderedCount > 4 && lengths[LENGTH_ORDER[this.orderedCount - 1]!] === 0) this.orderedCount -= 1;
    const extraBits = EXTRA_BITS.reduce((sum, bits, index) => sum + bits * counts[REPEAT + index]!, 0);
    return 14 + 3 * this.orderedCount + size + extraBits;
  }

  write(writer: BitWriter): void {
    const { lengths, bits } = this.code;
    this.code.number();
    writer.write(this.literalCount - 257, 5);
    writer.write(this.distanceCount - 1, 5);
    writer.write(this.orderedCount - 4, 4);
    for (let index = 0; index < this.orderedCount; index += 1) writer.write(lengths[LENGTH_ORDER[index]!]!, 3);
    for (let index = 0; index < this.runCount; index += 1) {
      const run = this.runs[index]!;
      const symbol = run >> 8;
      writer.write(bits[symbol]!, lengths[symbol]!);
      if (symbol >= REPEAT) writer.write(run & 0xff, EXTRA_BITS[symbol - REPEAT]!);
    }
  }

  private shortenRuns(size: number): void {
    const { lengths, runs } = this;
    const { counts } = this.code;
    let runCount = 0;
    for (let at = 0; at < size;) {
      const length = lengths[at]!;
      let count = 1;
      while (at + count < size && lengths[at + count] === length && count < 138) count += 1;
      if (length === 0 && count >= 3) {
        const symbol = count >= 11 ? MANY_ZEROS : ZEROS;
        runs[runCount++] = (symbol << 8) | (count - (symbol === ZEROS ? 3 : 11));
        counts[symbol]! += 1;
      } else {
        // A run of other lengths is the first of them and then repeats of 3 to 6.
        const repeats = length !== 0 && count > 3 ? Math.min(6, count - 1) : 0;
        runs[runCount++] = length << 8;
        counts[length]! += 1;
        if (repeats > 0) {
          runs[runCount++] = (REPEAT << 8) | (repeats - 3);
          counts[REPEAT]! += 1;
        }
        count = 1 + repeats;
      }
      at += count;
    }
    this.runCount = runCount;
  }
}

/** How many lengths there are up to the last one in use. */
function used(lengths: Uint8Array): number {
  let count = lengths.length;
  while (count > 0 && lengths[count - 1] === 0) count -= 1;
  return count;
}
