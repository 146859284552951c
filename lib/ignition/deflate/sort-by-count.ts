// Kept from one call to the next, since there are many.
const other = new Uint16Array(512);
const starts = new Uint32Array(257);

/**
 * Lists the symbols that occur, ascending, and answers how many they are.
 *
 * @param used is written; longer by one than there can be
 */
export function listUsed(counts: Uint32Array, used: Uint16Array): number {
  let size = 0;
  for (let symbol = 0; symbol < counts.length; symbol += 1) {
    used[size] = symbol;
    // 1 for a symbol that occurs: without a branch, since nothing foretells which of them do.
    size += -counts[symbol]! >>> 31;
  }
  return size;
}

/**
 * Sorts symbols, the rarest first and of equals the lower: by one byte of their counts after another, the lowest first.
 *
 * @param used the symbols, ascending, of which there are 512 at most
 * @param ordered is written
 */
export function sortByCount(counts: Uint32Array, used: Uint16Array, size: number, ordered: Uint16Array): void {
  // As wide as the largest count.
  let most = 0;
  for (let at = 0; at < size; at += 1) {
    ordered[at] = used[at]!;
    most |= counts[used[at]!]!;
  }
  let from = ordered;
  let to: Uint16Array = other;
  for (let shift = 0; shift < 32 && most >>> shift > 0; shift += 8) {
    // A rare symbol's count is one small byte: there are few places to begin at.
    const last = Math.min(most >>> shift, 255);
    starts.fill(0, 0, last + 2);
    for (let at = 0; at < size; at += 1) starts[((counts[from[at]!]! >>> shift) & 0xff) + 1]! += 1;
    for (let byte = 1; byte <= last; byte += 1) starts[byte]! += starts[byte - 1]!;
    for (let at = 0; at < size; at += 1) {
      const symbol = from[at]!;
      to[starts[(counts[symbol]! >>> shift) & 0xff]!++] = symbol;
    }
    [from, to] = [to, from];
  }
  if (from !== ordered) for (let at = 0; at < size; at += 1) ordered[at] = from[at]!;
}
