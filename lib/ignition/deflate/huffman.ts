/** More symbols than any code here has, and by how much weights are shifted to leave room for one. */
const SYMBOLS = 512;

/** No code here is longer. */
const LONGEST = 15;

/** Packages of a level at most: symbols, and pairs of packages of the level below. */
const WIDTH = 2 * SYMBOLS;

// Kept from one code to the next, since most codes are small and there are many.
const ordered = new Float64Array(SYMBOLS);
const weights = new Float64Array(SYMBOLS);
const isSymbol = new Uint8Array(LONGEST * WIDTH);
const levels = [new Float64Array(WIDTH), new Float64Array(WIDTH)] as const;
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

  /**
   * Finds the lengths of the shortest code, by merging packages. A symbol that is alone has length 1.
   *
   * A package is one symbol, or two packages of the level below. All that is kept of a level is which of its packages,
   * in the order of their weights, are symbols: those are the rarest symbols, in order too.
   */
  findLengths(): void {
    const { lengths } = this;
    lengths.fill(0);
    const size = orderByWeight(this.counts);
    if (size < 2) {
      if (size === 1) lengths[symbolAt(0)] = 1;
      return;
    }
    const top = mergeLevels(size, this.longest);
    let taken = 2 * size - 2;
    for (let level = this.longest - 1; level >= 0 && taken > 0; level -= 1) {
      const start = Math.min(level, top) * WIDTH;
      let symbols = 0;
      for (let at = start; at < start + taken; at += 1) symbols += isSymbol[at]!;
      for (let at = 0; at < symbols; at += 1) lengths[symbolAt(at)]! += 1;
      taken = 2 * (taken - symbols);
    }
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

/** Puts the symbols that occur in order, the rarest first and of equals the lower, and answers how many they are. */
function orderByWeight(counts: Uint32Array): number {
  let size = 0;
  for (let symbol = 0; symbol < counts.length; symbol += 1) {
    const count = counts[symbol]!;
    if (count > 0) ordered[size++] = count * SYMBOLS + symbol;
  }
  ordered.subarray(0, size).sort();
  return size;
}

function symbolAt(place: number): number {
  return ordered[place]! % SYMBOLS;
}

/**
 * Makes one level after another, up to the one from which on all are the same, and answers which that is.
 *
 * @param size how many symbols there are
 */
function mergeLevels(size: number, most: number): number {
  let [below, merged] = levels;
  let belowSize = size;
  for (let at = 0; at < size; at += 1) {
    weights[at] = below[at] = Math.floor(ordered[at]! / SYMBOLS);
    isSymbol[at] = 1;
  }
  for (let level = 1; level < most; level += 1) {
    const mergedSize = size + (belowSize >> 1);
    const start = level * WIDTH;
    let isSame = mergedSize === belowSize;
    let pair = 0;
    let symbol = 0;
    for (let at = 0; at < mergedSize; at += 1) {
      const ofPair = 2 * pair + 1 < belowSize ? below[2 * pair]! + below[2 * pair + 1]! : Infinity;
      // Of equal weights the symbol comes first, so that codes are the same everywhere.
      const isNext = symbol < size && weights[symbol]! <= ofPair;
      isSymbol[start + at] = isNext ? 1 : 0;
      const weight = isNext ? weights[symbol]! : ofPair;
      if (isNext) symbol += 1;
      else pair += 1;
      merged[at] = weight;
      isSame &&= below[at] === weight && isSymbol[start - WIDTH + at] === isSymbol[start + at];
    }
    if (isSame) return level;
    [below, merged] = [merged, below];
    belowSize = mergedSize;
  }
  return most - 1;
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let rest = code, index = 0; index < length; index += 1, rest >>= 1) bits = (bits << 1) | (rest & 1);
  return bits;
}
