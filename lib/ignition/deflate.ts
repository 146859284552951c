import type { BitWriter } from "./deflate/bit-writer";
import { CodeHeader } from "./deflate/code-header";
import { FIXED_DISTANCES, FIXED_LITERALS } from "./deflate/fixed-codes";
import type { HuffmanCode } from "./deflate/huffman";
import { Matcher } from "./deflate/matches";
import { END_OF_BLOCK, Tokens } from "./deflate/tokens";

/** Whether the block is the last one, and of which kind it is. */
const BLOCK_BITS = 3;

/**
 * Packs bytes into one block of RFC 1951, with codes made for them or, where that is shorter, the fixed ones.
 *
 * It is asked twice, so that what would be too long need not be written. It can be given other bytes then.
 */
export class Deflater {
  private readonly matcher = new Matcher();
  private readonly tokens = new Tokens();
  private readonly header = new CodeHeader();
  private isFixed = false;

  /** Takes bytes, and answers how many there will be. */
  prepare(bytes: Uint8Array): number {
    const { tokens } = this;
    tokens.clear(bytes.length);
    this.matcher.fill(tokens, bytes);
    const { literals, distances, extraBits } = tokens;
    const symbols = literals.findLengths() + distances.findLengths();
    const made = BLOCK_BITS + this.header.fill(literals.lengths, distances.lengths) + symbols + extraBits;
    const size = Math.ceil(made / 8);
    // Of the fixed codes a byte has 8 bits at least, a match more and the block's end 7: mostly, they are no shorter.
    const least = BLOCK_BITS + 8 * tokens.count + 7 + extraBits;
    const fixed = least > 8 * size ? Infinity : BLOCK_BITS + fixedSize(tokens) + extraBits;
    this.isFixed = size >= Math.ceil(fixed / 8);
    return this.isFixed ? Math.ceil(fixed / 8) : size;
  }

  /** Writes the block of the bytes that were taken last. */
  write(writer: BitWriter): void {
    const { literals, distances } = this.tokens;
    writer.write(1, 1);
    writer.write(this.isFixed ? 1 : 2, 2);
    if (this.isFixed) {
      writeTokens(writer, this.tokens, FIXED_LITERALS, FIXED_DISTANCES);
    } else {
      this.header.write(writer);
      literals.number();
      distances.number();
      writeTokens(writer, this.tokens, literals, distances);
    }
    writer.align();
  }
}

/** Bits of all symbols by the fixed codes. */
function fixedSize({ literals, distances }: Tokens): number {
  return FIXED_LITERALS.size(literals.counts) + FIXED_DISTANCES.size(distances.counts);
}

function writeTokens(writer: BitWriter, tokens: Tokens, literals: HuffmanCode, distances: HuffmanCode): void {
  writer.writeTokens(tokens, literals, distances);
  writer.write(literals.bits[END_OF_BLOCK]!, literals.lengths[END_OF_BLOCK]!);
}
