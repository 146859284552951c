/** Numbers that share a symbol; which of them is meant follows in extra bits. Indexed by the symbol, from the first. */
export interface Ranges {
  readonly bases: Uint16Array;
  readonly extraBits: Uint8Array;

  /** The range that holds a number. */
  readonly of: Uint8Array;
}

/** Symbol of the first range of lengths. */
export const FIRST_LENGTH = 257;

/** Lengths of matches, 3 to 258: symbols 257 to 285, of which the last is 258 alone. */
export const LENGTHS = ranges(29, 3, 258, (index) => (index < 8 || index === 28 ? 0 : (index >> 2) - 1));

/** How far back a match lies, 1 to 32768: symbols 0 to 29. */
export const DISTANCES = ranges(30, 1, 32768, (index) => (index < 4 ? 0 : (index >> 1) - 1));

function ranges(count: number, first: number, last: number, extraBitsOf: (index: number) => number): Ranges {
  const bases = new Uint16Array(count);
  const extraBits = new Uint8Array(count);
  const of = new Uint8Array(last + 1);
  let base = first;
  for (let index = 0; index < count; index += 1) {
    // The last one would begin too high where the one before it could hold more than there is.
    if (index === count - 1) base = Math.min(base, last);
    bases[index] = base;
    extraBits[index] = extraBitsOf(index);
    const next = base + 2 ** extraBitsOf(index);
    of.fill(index, base, next);
    base = next;
  }
  return { bases, extraBits, of };
}
