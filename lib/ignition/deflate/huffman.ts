/** The bits of a symbol, already turned round for {@link BitWriter}. */
export interface Code {
  readonly bits: number;
  readonly length: number;
}

interface Pack {
  readonly weight: number;
  readonly symbols: readonly number[];
}

/**
 * The lengths of the shortest prefix code for symbols that occur so often, none longer than `most` bits, found by
 * merging packages. A symbol that never occurs has length 0; one that is alone has length 1.
 */
export function codeLengths(counts: readonly number[], most: number): readonly number[] {
  const leaves: readonly Pack[] = counts
    .flatMap((weight, symbol) => (weight > 0 ? [{ weight, symbols: [symbol] }] : []))
    .sort((a, b) => a.weight - b.weight);
  const lengths = counts.map(() => 0);
  const [first] = leaves;
  if (first === undefined) return lengths;
  if (leaves.length === 1) return lengths.map((_, symbol) => (symbol === first.symbols[0] ? 1 : 0));
  let packs = leaves;
  for (let level = 1; level < most; level += 1) packs = mergeByWeight(leaves, pairs(packs));
  for (const pack of packs.slice(0, 2 * leaves.length - 2)) {
    for (const symbol of pack.symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
  }
  return lengths;
}

function pairs(packs: readonly Pack[]): readonly Pack[] {
  return Array.from({ length: packs.length >> 1 }, (_, index) => {
    const [a, b] = packs.slice(2 * index, 2 * index + 2) as [Pack, Pack];
    return { weight: a.weight + b.weight, symbols: [...a.symbols, ...b.symbols] };
  });
}

/** Sorting is stable, so that of equal weights the single symbol comes first, on every machine. */
function mergeByWeight(a: readonly Pack[], b: readonly Pack[]): readonly Pack[] {
  return [...a, ...b].sort((x, y) => x.weight - y.weight);
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
