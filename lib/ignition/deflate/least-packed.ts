import { GZIP_OVERHEAD } from "../gzip";

/** What precedes the symbols of a block with codes of its own, at least: its kind, three counts and four lengths. */
const LEAST_HEADER = 3 + 14 + 4 * 3;

/** No content needs more for the words alone: all 256 bytes occur, and the end. */
export const MOST_LEAST_PACKED = GZIP_OVERHEAD + Math.ceil((LEAST_HEADER + 257 * Math.log2(257)) / 8);

/**
 * How many bytes gzip needs for these at least, found in one pass over them.
 *
 * Each byte that occurs has to stand for itself once, and the end of the block stands once too: with `n` symbols that are
 * `n + 1`, each of a code word of its own. Of a prefix code, that many words have `(n + 1) · log2(n + 1)` bits together
 * at least; the fixed codes have 7 or more bits for each.
 */
export function leastPacked(bytes: Uint8Array): number {
  const seen = new Uint8Array(256);
  let words = 1;
  for (let at = 0; at < bytes.length; at += 1) {
    words += 1 - seen[bytes[at]!]!;
    seen[bytes[at]!] = 1;
  }
  const made = LEAST_HEADER + words * Math.log2(words);
  const fixed = 3 + 8 * (words - 1) + 7;
  // A logarithm may be off by its last digit, in which no size depends on a whole bit.
  return GZIP_OVERHEAD + Math.ceil((Math.min(made, fixed) - 0.001) / 8);
}
