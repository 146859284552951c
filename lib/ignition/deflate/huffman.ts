/** The bits of a symbol, already turned round for {@link BitWriter}. */
export interface Code {
  readonly bits: number;
  readonly length: number;
}

/** A symbol, or two packs that were put together. */
type Pack = { readonly weight: number } & ({ readonly symbol: number } | { readonly parts: readonly [Pack, Pack] });

/**
 * The lengths of the shortest prefix code for symbols that occur so often, none longer than `most` bits, found by
 * merging packages. A symbol that never occurs has length 0; one that is alone has length 1.
 */
export function codeLengths(counts: readonly number[], most: number): readonly number[] {
  const leaves: readonly Pack[] = counts
    .flatMap((weight, symbol) => (weight > 0 ? [{ weight, symbol }] : []))
    .sort((a, b) => a.weight - b.weight);
  const lengths = counts.map(() => 0);
  if (leaves.length < 2) {
    for (const leaf of leaves) lengthen(lengths, leaf);
    return lengths;
  }
  let packs = leaves;
  for (let level = 1; level < most; level += 1) packs = mergeByWeight(leaves, pairs(packs));
  for (const pack of packs.slice(0, 2 * leaves.length - 2)) lengthen(lengths, pack);
  return lengths;
}

function lengthen(lengths: number[], pack: Pack): void {
  if ("symbol" in pack) {
    lengths[pack.symbol] = (lengths[pack.symbol] ?? 0) + 1;
  } else {
    for (const part of pack.parts) lengthen(lengths, part);
  }
}

function pairs(packs: readonly Pack[]): readonly Pack[] {
  const pairs: Pack[] = [];
  for (let index = 1; index < packs.length; index += 2) {
    const parts = [packs[index - 1], packs[index]] as [Pack, Pack];
    pairs.push({ weight: parts[0].weight + parts[1].weight, parts });
  }
  return pairs;
}

/** Merges two sorted lists. Of equal weights the first list's comes first, so that codes are the same everywhere. */
function mergeByWeight(first: readonly Pack[], second: readonly Pack[]): readonly Pack[] {
  const merged: Pack[] = [];
  let at = 0;
  for (const pack of first) {
    for (; (second[at]?.weight ?? Infinity) < pack.weight; at += 1) merged.push(second[at] as Pack);
    merged.push(pack);
  }
  return [...merged, ...second.slice(at)];
}

/** Numbers the codes of each length one after another, as RFC 1951 wants it. */
export function codesOf(lengths: readonly number[]): readonly Code[] {
  const next = Array.from({ length: 17 }, () => 0);
  for (let length = 1; length <= 15; length += 1) {
    const count = lengths.filter((other) => other === length).length;
    next[length + 1] = ((next[length] ?? 0) + count) << 1;
  }
  return lengths.map((length) => {
    if (length === 0) return { bits: 0, length };
    const code = next[length] ?? 0;
    next[length] = code + 1;
    return { bits: reversed(code, length), length };
  });
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let index = 0; index < length; index += 1) bits |= ((code >> index) & 1) << (length - 1 - index);
  return bits;
}
