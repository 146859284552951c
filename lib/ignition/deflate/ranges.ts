/** Numbers that share a symbol; which of them is meant follows in extra bits. */
export interface Range {
  readonly symbol: number;
  readonly base: number;
  readonly extraBits: number;
}

/** Lengths of matches, 3 to 258: symbols 257 to 285. */
export const LENGTHS: readonly Range[] = [
  ...ranges(257, 28, 3, (index) => (index < 8 ? 0 : (index >> 2) - 1)),
  { symbol: 285, base: 258, extraBits: 0 },
];

/** How far back a match lies, 1 to 32768: symbols 0 to 29. */
export const DISTANCES: readonly Range[] = ranges(0, 30, 1, (index) => (index < 4 ? 0 : (index >> 1) - 1));

function ranges(symbol: number, count: number, first: number, extraBits: (index: number) => number): readonly Range[] {
  let base = first;
  return Array.from({ length: count }, (_, index) => {
    const range = { symbol: symbol + index, base, extraBits: extraBits(index) };
    base += 2 ** range.extraBits;
    return range;
  });
}

/** The range that holds a number. */
export function rangeOf(table: readonly Range[], value: number): Range {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((table[middle]?.base ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return table[low] ?? { symbol: 0, base: 0, extraBits: 0 };
}
