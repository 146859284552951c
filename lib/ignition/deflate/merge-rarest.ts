/** What a merge weighs; then, what it is part of; then, its depth. */
let merges = new Float64Array(0);

/**
 * The lengths of the shortest prefix code, of whatever length, found by merging the two lightest again and again.
 *
 * Of equal weights a symbol goes before what was merged, and of merges the older one. So the lengths are the same as
 * those of {@link mergePackages}, which breaks ties so too, wherever they are short enough for it. For both ways are then
 * as if each symbol weighed a trifle more, by which no symbol weighs as much as a merge, and two merges weigh the same
 * only where all their parts do: between which it makes no difference.
 *
 * @param weights of the symbols, ascending
 * @param size how many there are
 * @param lengths to be written, in the same order
 * @returns the longest length
 */
export function mergeRarest(weights: Float64Array, size: number, lengths: Uint8Array): number {
  if (size < 2) {
    lengths[0] = size;
    return size;
  }
  if (merges.length < size) merges = new Float64Array(size);
  findParents(weights, size);
  const last = size - 2;
  merges[last] = 0;
  for (let merge = last - 1; merge >= 0; merge -= 1) merges[merge] = merges[merges[merge]!]! + 1;
  return countLeaves(size, lengths);
}

/** Makes all the merges; of each but the last, its weight gives way to the number of the one that takes it up. */
function findParents(weights: Float64Array, size: number): void {
  let symbol = 0;
  let merge = 0;
  for (let made = 0; made < size - 1; made += 1) {
    let weight = 0;
    for (let part = 0; part < 2; part += 1) {
      if (symbol < size && (merge >= made || weights[symbol]! <= merges[merge]!)) {
        weight += weights[symbol++]!;
      } else {
        weight += merges[merge]!;
        merges[merge++] = made;
      }
    }
    merges[made] = weight;
  }
}

/** Of the places at each depth, those that are no merges are symbols: the heavier, the less deep. */
function countLeaves(size: number, lengths: Uint8Array): number {
  let symbol = size - 1;
  let merge = size - 2;
  let depth = 0;
  for (let places = 1; places > 0; depth += 1) {
    let inner = 0;
    for (; merge >= 0 && merges[merge] === depth; merge -= 1) inner += 1;
    for (let leaf = inner; leaf < places; leaf += 1) lengths[symbol--] = depth;
    places = 2 * inner;
  }
  return depth - 1;
}
