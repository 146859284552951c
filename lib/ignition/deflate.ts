import { BitWriter } from "./deflate/bit-writer";
import { CodeHeader } from "./deflate/code-header";
import { codeLengths, codeOf, type Code } from "./deflate/huffman";
import { findMatches } from "./deflate/matches";
import { DISTANCES, FIRST_LENGTH, LENGTHS } from "./deflate/ranges";
import { END_OF_BLOCK, type Tokens } from "./deflate/tokens";

/** Whether the block is the last one, and of which kind it is. */
const BLOCK_BITS = 3;

/** The codes that need not be written down. */
const FIXED = {
  literals: codeOf(
    Uint8Array.from({ length: 288 }, (_, symbol) => {
      if (symbol < 144) return 8;
      if (symbol < 256) return 9;
      return symbol < 280 ? 7 : 8;
    }),
  ),
  distances: codeOf(new Uint8Array(30).fill(5)),
};

/**
 * Packs bytes into one block of RFC 1951, with codes made for them or, where that is shorter, the fixed ones.
 *
 * @param most how many bytes it may come to; if it comes to more, the answer is undefined, and found faster
 */
export function deflate(bytes: Uint8Array): Buffer;
export function deflate(bytes: Uint8Array, most: number): Buffer | undefined;
export function deflate(bytes: Uint8Array, most = Infinity): Buffer | undefined {
  const tokens = findMatches(bytes);
  const literals = codeLengths(tokens.literalCounts, 15);
  const distances = codeLengths(tokens.distanceCounts, 15);
  const header = new CodeHeader(literals, distances);
  const made = BLOCK_BITS + header.size + sizeOf(tokens, literals, distances);
  const fixed = BLOCK_BITS + sizeOf(tokens, FIXED.literals.lengths, FIXED.distances.lengths);
  const isFixed = Math.ceil(made / 8) >= Math.ceil(fixed / 8);
  const size = isFixed ? fixed : made;
  if (size > most * 8) return undefined;

  const writer = new BitWriter(size);
  writer.write(1, 1);
  writer.write(isFixed ? 1 : 2, 2);
  if (isFixed) {
    writeTokens(writer, tokens, FIXED.literals, FIXED.distances);
  } else {
    header.write(writer);
    writeTokens(writer, tokens, codeOf(literals), codeOf(distances));
  }
  return writer.finish();
}

/** How many bits tokens have by codes of such lengths, the end of the block included. */
function sizeOf(tokens: Tokens, literals: Uint8Array, distances: Uint8Array): number {
  let size = tokens.extraBits;
  tokens.literalCounts.forEach((count, symbol) => (size += count * literals[symbol]!));
  tokens.distanceCounts.forEach((count, symbol) => (size += count * distances[symbol]!));
  return size;
}

function writeTokens(writer: BitWriter, tokens: Tokens, literals: Code, distances: Code): void {
  for (let index = 0; index < tokens.count; index += 1) {
    const value = tokens.valueAt(index);
    const distance = tokens.distanceAt(index);
    if (distance === 0) {
      writer.write(literals.bits[value]!, literals.lengths[value]!);
    } else {
      const ofLength = LENGTHS.of[value]!;
      const ofDistance = DISTANCES.of[distance]!;
      writer.write(literals.bits[FIRST_LENGTH + ofLength]!, literals.lengths[FIRST_LENGTH + ofLength]!);
      writer.write(value - LENGTHS.bases[ofLength]!, LENGTHS.extraBits[ofLength]!);
      writer.write(distances.bits[ofDistance]!, distances.lengths[ofDistance]!);
      writer.write(distance - DISTANCES.bases[ofDistance]!, DISTANCES.extraBits[ofDistance]!);
    }
  }
  writer.write(literals.bits[END_OF_BLOCK]!, literals.lengths[END_OF_BLOCK]!);
}
