import { codeLengths, codeOf } from "./huffman";
import type { BitWriter } from "./bit-writer";

/** The order in which RFC 1951 wants the lengths of the code for code lengths. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** Symbols that stand for several lengths, and how many bits say how many. */
const REPEAT = 16;
const ZEROS = 17;
const MANY_ZEROS = 18;
const EXTRA_BITS: Readonly<Record<number, number>> = { [REPEAT]: 2, [ZEROS]: 3, [MANY_ZEROS]: 7 };

/** How the lengths of a block's two codes are written before it: runs of them shortened, by a code of their own. */
export class CodeHeader {
  /** How many bits it has. */
  readonly size: number;

  private readonly runs: readonly Run[];
  private readonly code;
  private readonly ordered: readonly number[];
  private readonly literalCount: number;
  private readonly distanceCount: number;

  constructor(literals: Uint8Array, distances: Uint8Array) {
    this.literalCount = Math.max(257, used(literals));
    this.distanceCount = Math.max(1, used(distances));
    const lengths = new Uint8Array(this.literalCount + this.distanceCount);
    lengths.set(literals.subarray(0, this.literalCount));
    lengths.set(distances.subarray(0, this.distanceCount), this.literalCount);
    this.runs = shortenRuns(lengths);
    const counts = new Uint32Array(19);
    for (const { symbol } of this.runs) counts[symbol]! += 1;
    this.code = codeOf(codeLengths(counts, 7));
    const ordered = LENGTH_ORDER.map((symbol) => this.code.lengths[symbol]!);
    this.ordered = ordered.slice(0, Math.max(4, used(ordered)));
    this.size = 14 + 3 * this.ordered.length;
    for (const { symbol } of this.runs) this.size += this.code.lengths[symbol]! + (EXTRA_BITS[symbol] ?? 0);
  }

  write(writer: BitWriter): void {
    writer.write(this.literalCount - 257, 5);
    writer.write(this.distanceCount - 1, 5);
    writer.write(this.ordered.length - 4, 4);
    for (const length of this.ordered) writer.write(length, 3);
    for (const { symbol, extra } of this.runs) {
      writer.write(this.code.bits[symbol]!, this.code.lengths[symbol]!);
      writer.write(extra, EXTRA_BITS[symbol] ?? 0);
    }
  }
}

/** How many lengths there are up to the last one in use. */
function used(lengths: ArrayLike<number>): number {
  let count = lengths.length;
  while (count > 0 && lengths[count - 1] === 0) count -= 1;
  return count;
}

interface Run {
  readonly symbol: number;
  readonly extra: number;
}

function shortenRuns(lengths: Uint8Array): readonly Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < lengths.length;) {
    const length = lengths[at]!;
    let count = 1;
    while (at + count < lengths.length && lengths[at + count] === length && count < 138) count += 1;
    if (length === 0 && count >= 11) {
      runs.push({ symbol: MANY_ZEROS, extra: count - 11 });
    } else if (length === 0 && count >= 3) {
      runs.push({ symbol: ZEROS, extra: count - 3 });
    } else {
      // A run of other lengths is the first of them and then repeats of 3 to 6.
      const repeats = length !== 0 && count > 3 ? Math.min(6, count - 1) : 0;
      runs.push({ symbol: length, extra: 0 });
      if (repeats > 0) runs.push({ symbol: REPEAT, extra: repeats - 3 });
      count = 1 + repeats;
    }
    at += count;
  }
  return runs;
}
