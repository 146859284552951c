import { BitWriter } from "./deflate/bit-writer";
import { CodeHeader } from "./deflate/code-header";
import { FIXED_DISTANCES, FIXED_LITERALS } from "./deflate/fixed-codes";
import type { HuffmanCode } from "./deflate/huffman";
import { Matcher } from "./deflate/matches";
import { DISTANCES, FIRST_LENGTH, LENGTHS } from "./deflate/ranges";
import { END_OF_BLOCK, Tokens } from "./deflate/tokens";

/** Whether the block is the last one, and of which kind it is. */
const BLOCK_BITS = 3;

// Kept from one call to the next, since most contents are small and there are many.
const matcher = new Matcher();
const tokens = new Tokens();
const header = new CodeHeader();

/**
 * Packs bytes into one block of RFC 1951, with codes made for them or, where that is shorter, the fixed ones.
 *
 * @param most how many bytes it may come to; if it comes to more, the answer is undefined, and found faster
 */
export function deflate(bytes: Uint8Array): Buffer;
export function deflate(bytes: Uint8Array, most: number): Buffer | undefined;
export function deflate(bytes: Uint8Array, most = Infinity): Buffer | undefined {
  tokens.clear(bytes.length);
  matcher.fill(tokens, bytes);
  const { literals, distances, extraBits } = tokens;
  literals.findLengths();
  distances.findLengths();
  const made =
    BLOCK_BITS + header.fill(literals.lengths, distances.lengths) + literals.size() + distances.size() + extraBits;
  const fixed = BLOCK_BITS + FIXED_LITERALS.size(literals.counts) + FIXED_DISTANCES.size(distances.counts) + extraBits;
  const isFixed = Math.ceil(made / 8) >= Math.ceil(fixed / 8);
  const size = isFixed ? fixed : made;
  if (size > most * 8) return undefined;

  const writer = new BitWriter(size);
  writer.write(1, 1);
  writer.write(isFixed ? 1 : 2, 2);
  if (isFixed) {
    writeTokens(writer, FIXED_LITERALS, FIXED_DISTANCES);
  } else {
    header.write(writer);
    literals.number();
    distances.number();
    writeTokens(writer, literals, distances);
  }
  return writer.finish();
}

function writeTokens(writer: BitWriter, literals: HuffmanCode, distances: HuffmanCode): void {
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
