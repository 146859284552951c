import { mergePackages } from "./merge-packages";
import { mergeRarest } from "./merge-rarest";

/** More symbols than any code here has, and by how much weights are shifted to leave room for one. */
const SYMBOLS = 512;

/** No code here is longer. */
const LONGEST = 15;

// Kept from one code to the next, since most codes are small and there are many.
const ordered = new Float64Array(SYMBOLS);
const weights = new Float64Array(SYMBOLS);
const found = new Uint8Array(SYMBOLS);
const next = new Uint16Array(LONGEST + 2);

/** A prefix code, made for symbols that occur so often. It can be cleared and made anew. */
export class HuffmanCode {
  /** How often each symbol occurs, to be counted up by whoever has the code made. */
  readonly counts: Uint32Array;

  /** Bits of each symbol. One that never occurs has none. */
  readonly lengths: Uint8Array;

  /** The bits, already turned round for {@link BitWriter}. */
  readonly bits: Uint16Array;

  /** @param longest how many bits a symbol may have */
  constructor(
    symbols: number,
    private readonly longest: number,
  ) {
    this.counts = new Uint32Array(symbols);
    this.lengths = new Uint8Array(symbols);
    this.bits = new Uint16Array(symbols);
  }

  clear(): void {
    this.counts.fill(0);
  }

  /** Finds the lengths of the shortest code. A symbol that is alone has length 1. */
  findLengths(): void {
    const { counts, lengths, longest } = this;
    lengths.fill(0);
    let size = 0;
    for (let symbol = 0; symbol < counts.length; symbol += 1) {
      const count = counts[symbol]!;
      // In this order: the rarest first, and of equals the lower symbol.
      if (count > 0) ordered[size++] = count * SYMBOLS + symbol;
    }
    ordered.subarray(0, size).sort();
    for (let at = 0; at < size; at += 1) weights[at] = Math.floor(ordered[at]! / SYMBOLS);
    if (mergeRarest(weights, size, found) > longest) mergePackages(weights, size, longest, found);
    for (let at = 0; at < size; at += 1) lengths[ordered[at]! % SYMBOLS] = found[at]!;
  }

  /** Numbers the codes of each length one after another, as RFC 1951 wants it. */
  number(): void {
    const { lengths, bits } = this;
    next.fill(0);
    for (let symbol = 0; symbol < lengths.length; symbol += 1) next[lengths[symbol]! + 1]! += 1;
    next[1] = 0;
    for (let length = 1; length <= LONGEST; length += 1) next[length + 1] = (next[length]! + next[length + 1]!) << 1;
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      const length = lengths[symbol]!;
      if (length > 0) bits[symbol] = reversed(next[length]!++, length);
    }
  }

  /** Bits of symbols that occur so often, by default of those that were counted, without what follows them. */
  size(counts = this.counts): number {
    const { lengths } = this;
    let size = 0;
    for (let symbol = 0; symbol < counts.length; symbol += 1) size += counts[symbol]! * lengths[symbol]!;
    return size;
  }
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let rest = code, index = 0; index < length; index += 1, rest >>= 1) bits = (bits << 1) | (rest & 1);
  return bits;
}
