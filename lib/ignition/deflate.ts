import { BitWriter } from "./deflate/bit-writer";
import { codeLengths, codesOf, type Code } from "./deflate/huffman";
import { DISTANCES, LENGTHS, type Range, rangeOf } from "./deflate/ranges";
import { findMatches, type Token } from "./deflate/matches";

const END_OF_BLOCK = 256;

/** The order in which RFC 1951 wants the lengths of the code for code lengths. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** Packs bytes into one block of RFC 1951, with codes made for them or, where that is shorter, the fixed ones. */
export function deflate(bytes: Uint8Array): Buffer {
  const tokens = findMatches(bytes);
  const fixed = writeBlock(tokens, fixedLengths(), [], 1);
  const made = madeLengths(tokens);
  const dynamic = writeBlock(tokens, made, headerOf(made), 2);
  return dynamic.length < fixed.length ? dynamic : fixed;
}

interface Lengths {
  readonly literals: readonly number[];
  readonly distances: readonly number[];
}

function fixedLengths(): Lengths {
  const literals = Array.from({ length: 288 }, (_, symbol) => {
    if (symbol < 144) return 8;
    if (symbol < 256) return 9;
    return symbol < 280 ? 7 : 8;
  });
  return { literals, distances: Array.from({ length: 30 }, () => 5) };
}

function madeLengths(tokens: readonly Token[]): Lengths {
  const literals = Array.from({ length: 286 }, () => 0);
  const distances = Array.from({ length: 30 }, () => 0);
  const count = (counts: number[], symbol: number): void => {
    counts[symbol] = (counts[symbol] ?? 0) + 1;
  };
  for (const token of tokens) {
    if (token.distance === 0) {
      count(literals, token.value);
    } else {
      count(literals, rangeOf(LENGTHS, token.value).symbol);
      count(distances, rangeOf(DISTANCES, token.distance).symbol);
    }
  }
  count(literals, END_OF_BLOCK);
  return { literals: codeLengths(literals, 15), distances: codeLengths(distances, 15) };
}

/** A value and how many bits of it are written. */
type Bits = readonly [value: number, width: number];

/** Writes down the lengths themselves, runs of them shortened, by a code of their own. */
function headerOf({ literals, distances }: Lengths): readonly Bits[] {
  const literalCount = Math.max(257, used(literals));
  const distanceCount = Math.max(1, used(distances));
  const runs = shortenRuns([...literals.slice(0, literalCount), ...distances.slice(0, distanceCount)]);
  const counts = Array.from({ length: 19 }, (_, symbol) => runs.filter((run) => run.symbol === symbol).length);
  const lengths = codeLengths(counts, 7);
  const codes = codesOf(lengths);
  const ordered = LENGTH_ORDER.map((symbol) => lengths[symbol] ?? 0);
  const orderedCount = Math.max(4, used(ordered));
  return [
    [literalCount - 257, 5],
    [distanceCount - 1, 5],
    [orderedCount - 4, 4],
    ...ordered.slice(0, orderedCount).map((length): Bits => [length, 3]),
    ...runs.flatMap(({ symbol, extra }): readonly Bits[] => [bitsOf(codes, symbol), extra]),
  ];
}

/** How many lengths there are up to the last one in use. */
function used(lengths: readonly number[]): number {
  return lengths.findLastIndex((length) => length > 0) + 1;
}

interface Run {
  readonly symbol: number;
  readonly extra: Bits;
}

function shortenRuns(lengths: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < lengths.length;) {
    const length = lengths[at] ?? 0;
    let count = 1;
    while (at + count < lengths.length && lengths[at + count] === length && count < 138) count += 1;
    at += count;
    if (length === 0 && count >= 11) {
      runs.push({ symbol: 18, extra: [count - 11, 7] });
    } else if (length === 0 && count >= 3) {
      runs.push({ symbol: 17, extra: [count - 3, 3] });
    } else {
      // A run of other lengths is the first of them and then repeats of 3 to 6.
      const repeats = length !== 0 && count > 3 ? Math.min(6, count - 1) : 0;
      runs.push({ symbol: length, extra: [0, 0] });
      if (repeats > 0) runs.push({ symbol: 16, extra: [repeats - 3, 2] });
      at -= count - 1 - repeats;
    }
  }
  return runs;
}

function writeBlock(tokens: readonly Token[], lengths: Lengths, header: readonly Bits[], kind: 1 | 2): Buffer {
  const literals = codesOf(lengths.literals);
  const distances = codesOf(lengths.distances);
  const writer = new BitWriter();
  writer.write(1, 1);
  writer.write(kind, 2);
  for (const [value, width] of header) writer.write(value, width);
  const writeRange = (codes: readonly Code[], range: Range, value: number): void => {
    writer.write(...bitsOf(codes, range.symbol));
    writer.write(value - range.base, range.extraBits);
  };
  for (const { value, distance } of tokens) {
    if (distance === 0) {
      writer.write(...bitsOf(literals, value));
    } else {
      writeRange(literals, rangeOf(LENGTHS, value), value);
      writeRange(distances, rangeOf(DISTANCES, distance), distance);
    }
  }
  writer.write(...bitsOf(literals, END_OF_BLOCK));
  return writer.finish();
}

function bitsOf(codes: readonly Code[], symbol: number): Bits {
  const code = codes[symbol] ?? { bits: 0, length: 0 };
  return [code.bits, code.length];
}
