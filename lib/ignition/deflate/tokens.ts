import { DISTANCES, FIRST_LENGTH, LENGTHS } from "./ranges";

/** Symbols of bytes, of the end of a block and of lengths. */
export const LITERALS = 286;

/** The symbol that ends a block. */
export const END_OF_BLOCK = 256;

/** How far a token's distance is shifted, so that its length fits below. */
const DISTANCE_SHIFT = 9;

/**
 * What stands in a block: bytes, and matches, each of which repeats what stood some way back. Counts how often each
 * symbol of theirs occurs, the end of the block included.
 */
export class Tokens {
  readonly literalCounts = new Uint32Array(LITERALS);
  readonly distanceCounts = new Uint32Array(DISTANCES.bases.length);

  /** Bits that follow symbols, all together. */
  extraBits = 0;

  count = 0;

  private readonly tokens: Int32Array;

  /** @param most how many there may be */
  constructor(most: number) {
    this.tokens = new Int32Array(most);
    this.literalCounts[END_OF_BLOCK] = 1;
  }

  addByte(byte: number): void {
    this.tokens[this.count++] = byte;
    this.literalCounts[byte]! += 1;
  }

  addMatch(length: number, distance: number): void {
    this.tokens[this.count++] = (distance << DISTANCE_SHIFT) | length;
    const ofLength = LENGTHS.of[length]!;
    const ofDistance = DISTANCES.of[distance]!;
    this.literalCounts[FIRST_LENGTH + ofLength]! += 1;
    this.distanceCounts[ofDistance]! += 1;
    this.extraBits += LENGTHS.extraBits[ofLength]! + DISTANCES.extraBits[ofDistance]!;
  }

  /** Of a byte 0. */
  distanceAt(index: number): number {
    return this.tokens[index]! >> DISTANCE_SHIFT;
  }

  /** A byte, or the length of a match. */
  valueAt(index: number): number {
    return this.tokens[index]! & ((1 << DISTANCE_SHIFT) - 1);
  }
}
