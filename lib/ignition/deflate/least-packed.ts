import { GZIP_OVERHEAD } from "../gzip";

/** What precedes the symbols of a block with codes of its own, at least: its kind, three counts and four lengths. */
const LEAST_HEADER = 3 + 14 + 4 * 3;

// Kept from one call to the next, since most contents are small and there are many.
const seen = new Uint8Array(256);

/**
 * How many bytes gzip needs for these at least, found in one pass over them.
 *
 * Each byte that occurs has to stand for itself once, and the end of the block stands once too: with `n` symbols that are
 * `n + 1`, each of a code word of its own. Of a prefix code, that many words have `(n + 1) · log2(n + 1)` bits together
 * at least; of the fixed codes, the block's end has 7 and a byte 8 or more.
 */
export function leastPacked(bytes: Uint8Array): number {
  seen.fill(0);
  let symbols = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    symbols += 1 - seen[bytes[at]!]!;
    seen[bytes[at]!] = 1;
  }
  return LEAST_FOR[symbols]!;
}

function leastFor(symbols: number): number {
  const made = LEAST_HEADER + (symbols + 1) * Math.log2(symbols + 1);
  const fixed = 3 + 8 * symbols + 7;
  // A logarithm may be off by its last digit: by far less than what is taken off here.
  return GZIP_OVERHEAD + Math.ceil((Math.min(made, fixed) - 0.001) / 8);
}

/** For each number of different bytes. */
const LEAST_FOR = Array.from({ length: 257 }, (_, symbols) => leastFor(symbols));

/** The most that {@link leastPacked} ever answers: that for content in which all bytes occur. */
export const MOST_LEAST_PACKED = leastFor(256);
