/**
 * The lengths of the shortest prefix code of which none is longer than `most`, found by merging packages.
 *
 * A package is one symbol, or two packages of the level below. All that is kept of a level is which of its packages, in
 * the order of their weights, are symbols: those are the lightest symbols, in order too.
 *
 * @param weights of the symbols, ascending
 * @param size how many there are, at least two
 * @param lengths to be written, in the same order
 */
export function mergePackages(weights: Float64Array, size: number, most: number, lengths: Uint8Array): void {
  const width = 2 * size;
  const isSymbol = new Uint8Array(most * width);
  let below = weights.slice(0, size);
  isSymbol.fill(1, 0, size);
  for (let level = 1; level < most; level += 1) {
    const merged = new Float64Array(size + (below.length >> 1));
    let pair = 0;
    let symbol = 0;
    for (let at = 0; at < merged.length; at += 1) {
      const ofPair = 2 * pair + 1 < below.length ? below[2 * pair]! + below[2 * pair + 1]! : Infinity;
      // Of equal weights the symbol comes first, so that codes are the same everywhere.
      if (symbol < size && weights[symbol]! <= ofPair) {
        merged[at] = weights[symbol++]!;
        isSymbol[level * width + at] = 1;
      } else {
        merged[at] = ofPair;
        pair += 1;
      }
    }
    below = merged;
  }
  lengths.fill(0, 0, size);
  let taken = width - 2;
  for (let level = most - 1; level >= 0; level -= 1) {
    let symbols = 0;
    for (let at = level * width; at < level * width + taken; at += 1) symbols += isSymbol[at]!;
    for (let at = 0; at < symbols; at += 1) lengths[at]! += 1;
    taken = 2 * (taken - symbols);
  }
}
