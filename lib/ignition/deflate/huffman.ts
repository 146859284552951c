import { mergePackages } from "./merge-packages";
import { mergeRarest } from "./merge-rarest";
import { listUsed, sortByCount } from "./sort-by-count";

/** More symbols than any code here has. */
const SYMBOLS = 512;

/** No code here is longer. */
const LONGEST = 15;

// Kept from one code to the next, since most codes are small and there are many.
const ordered = new Uint16Array(SYMBOLS);
const weights = new Float64Array(SYMBOLS);
const found = new Uint8Array(SYMBOLS);
const next = new Uint16Array(LONGEST + 2);

/** The bits of each byte, turned round. */
const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) =>
  [0, 1, 2, 3, 4, 5, 6, 7].reduce((bits, bit) => bits | (((byte >> bit) & 1) << (7 - bit)), 0),
);

/** A prefix code, made for symbols that occur so often. It can be cleared and made anew. */
export class HuffmanCode {
  /** How often each symbol occurs, to be counted up by whoever has the code made. */
  readonly counts: Uint32Array;

  /** Bits of each symbol. One that never occurs has none. */
  readonly lengths: Uint8Array;

  /** The symbols that have a length, ascending, and how many they are. */
  private readonly used: Uint16Array;
  private usedCount = 0;

  /** The bits, already turned round for {@link BitWriter}. */
  readonly bits: Uint16Array;

  /** @param longest how many bits a symbol may have */
  constructor(
    symbols: number,
    private readonly longest: number,
  ) {
    this.counts = new Uint32Array(symbols);
    this.lengths = new Uint8Array(symbols);
    this.used = new Uint16Array(symbols + 1);
    this.bits = new Uint16Array(symbols);
  }

  clear(): void {
    this.counts.fill(0);
  }

  /**
   * Finds the lengths of the shortest code, and answers how many bits all that was counted has by it. A symbol that is
   * alone has length 1.
   */
  findLengths(): number {
    const { counts, lengths, longest, used } = this;
    const size = listUsed(counts, used);
    this.usedCount = size;
    lengths.fill(0);
    sortByCount(counts, used, size, ordered);
    for (let at = 0; at < size; at += 1) weights[at] = counts[ordered[at]!]!;
    if (mergeRarest(weights, size, found) > longest) mergePackages(weights, size, longest, found);
    let bits = 0;
    for (let at = 0; at < size; at += 1) {
      lengths[ordered[at]!] = found[at]!;
      bits += weights[at]! * found[at]!;
    }
    return bits;
  }

  /** Takes lengths from elsewhere. */
  setLengths(lengthOf: (symbol: number) => number): void {
    for (let symbol = 0; symbol < this.lengths.length; symbol += 1) this.lengths[symbol] = lengthOf(symbol);
    this.usedCount = listUsed(Uint32Array.from(this.lengths), this.used);
  }

  /** Numbers the codes of each length one after another, as RFC 1951 wants it. */
  number(): void {
    const { lengths, bits, used, usedCount } = this;
    next.fill(0);
    for (let at = 0; at < usedCount; at += 1) next[lengths[used[at]!]! + 1]! += 1;
    for (let length = 1; length <= LONGEST; length += 1) next[length + 1] = (next[length]! + next[length + 1]!) << 1;
    for (let at = 0; at < usedCount; at += 1) {
      const symbol = used[at]!;
      const length = lengths[symbol]!;
      const code = next[length]!++;
      bits[symbol] = ((REVERSED[code & 0xff]! << 8) | REVERSED[code >> 8]!) >> (16 - length);
    }
  }

  /** Bits of symbols that occur so often, without what follows them. */
  size(counts: Uint32Array): number {
    const { lengths } = this;
    let size = 0;
    for (let symbol = 0; symbol < counts.length; symbol += 1) size += counts[symbol]! * lengths[symbol]!;
    return size;
  }
}
