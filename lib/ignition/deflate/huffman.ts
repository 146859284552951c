/** A prefix code: of each symbol how many bits it has, and these, already turned round for {@link BitWriter}. */
export interface Code {
  readonly lengths: Uint8Array;
  readonly bits: Uint16Array;
}

/** More symbols than any code here has, and how far they are shifted to leave room for one. */
const SYMBOLS = 512;

/**
 * The lengths of the shortest prefix code for symbols that occur so often, none longer than `most` bits, found by
 * merging packages. A symbol that never occurs has length 0; one that is alone has length 1.
 *
 * A package is one symbol, or two packages of the level below. All that is kept of a level is which of its packages, in
 * the order of their weights, are symbols: those are the lightest symbols, in order too.
 */
export function codeLengths(counts: Uint32Array, most: number): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const symbols = byWeight(counts);
  const size = symbols.length;
  if (size < 2) {
    if (size === 1) lengths[symbols[0]! % SYMBOLS] = 1;
    return lengths;
  }
  const weights = symbols.map((symbol) => Math.floor(symbol / SYMBOLS));
  const isSymbol = new Uint8Array(most * 2 * size);
  let below = weights;
  let belowSize = size;
  isSymbol.fill(1, 0, size);
  for (let level = 1; level < most; level += 1) {
    const pairs = belowSize >> 1;
    const merged = new Float64Array(size + pairs);
    const start = level * 2 * size;
    let pair = 0;
    let symbol = 0;
    for (let at = 0; at < size + pairs; at += 1) {
      const weight = pair < pairs ? below[2 * pair]! + below[2 * pair + 1]! : Infinity;
      // Of equal weights the symbol comes first, so that codes are the same everywhere.
      if (symbol < size && weights[symbol]! <= weight) {
        merged[at] = weights[symbol++]!;
        isSymbol[start + at] = 1;
      } else {
        merged[at] = weight;
        pair += 1;
      }
    }
    below = merged;
    belowSize = size + pairs;
  }
  let taken = 2 * size - 2;
  for (let level = most - 1; level >= 0; level -= 1) {
    let symbolsTaken = 0;
    for (let at = 0; at < taken; at += 1) symbolsTaken += isSymbol[level * 2 * size + at]!;
    for (let index = 0; index < symbolsTaken; index += 1) lengths[symbols[index]! % SYMBOLS]! += 1;
    taken = 2 * (taken - symbolsTaken);
  }
  return lengths;
}

/** The symbols that occur, the rarest first and of equals the lower, each with its weight in the higher digits. */
function byWeight(counts: Uint32Array): Float64Array {
  const weighed = new Float64Array(counts.length);
  let size = 0;
  for (let symbol = 0; symbol < counts.length; symbol += 1)
    if (counts[symbol]! > 0) weighed[size++] = counts[symbol]! * SYMBOLS + symbol;
  return weighed.subarray(0, size).sort();
}

/** Numbers the codes of each length one after another, as RFC 1951 wants it. */
export function codeOf(lengths: Uint8Array): Code {
  const next = new Uint16Array(17);
  for (const length of lengths) next[length + 1]! += 1;
  next[1] = 0;
  for (let length = 1; length <= 15; length += 1) next[length + 1] = (next[length]! + next[length + 1]!) << 1;
  const bits = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol]!;
    if (length > 0) bits[symbol] = reversed(next[length]!++, length);
  }
  return { lengths, bits };
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let rest = code, index = 0; index < length; index += 1, rest >>= 1) bits = (bits << 1) | (rest & 1);
  return bits;
}
