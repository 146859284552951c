import { HuffmanCode } from "./huffman";
import { DISTANCES, FIRST_LENGTH, LENGTHS } from "./ranges";

/** The symbol that ends a block. Bytes are below it, lengths above. */
export const END_OF_BLOCK = 256;

/** How far a token's distance is shifted, so that its length fits below. */
const DISTANCE_SHIFT = 9;

/**
 * What stands in a block: bytes, and matches, each of which repeats what stood some way back. Counts how often each
 * symbol of theirs occurs, the end of the block included. It can be cleared and filled anew.
 */
export class Tokens {
  readonly literals = new HuffmanCode(FIRST_LENGTH + LENGTHS.bases.length, 15);
  readonly distances = new HuffmanCode(DISTANCES.bases.length, 15);

  /** Bits that follow symbols, all together. */
  extraBits = 0;

  count = 0;

  /** As many as are counted: to be taken apart by {@link valueOf} and {@link distanceOf}. */
  list = new Int32Array(0);

  /** @param most how many there may be */
  clear(most: number): void {
    if (this.list.length < most) this.list = new Int32Array(most);
    this.literals.clear();
    this.distances.clear();
    this.literals.counts[END_OF_BLOCK] = 1;
    this.extraBits = 0;
    this.count = 0;
  }

  /** Adds each of the bytes from one place up to another. */
  addBytes(bytes: Uint8Array, from: number, to: number): void {
    const { list } = this;
    const { counts } = this.literals;
    let { count } = this;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at]!;
      list[count++] = byte;
      counts[byte]! += 1;
    }
    this.count = count;
  }

  addMatch(length: number, distance: number): void {
    this.list[this.count++] = (distance << DISTANCE_SHIFT) | length;
    const ofLength = LENGTHS.of[length]!;
    const ofDistance = DISTANCES.of[distance]!;
    this.literals.counts[FIRST_LENGTH + ofLength]! += 1;
    this.distances.counts[ofDistance]! += 1;
    this.extraBits += LENGTHS.extraBits[ofLength]! + DISTANCES.extraBits[ofDistance]!;
  }
}

/** How far back a match lies; of a byte 0. */
export function distanceOf(token: number): number {
  return token >> DISTANCE_SHIFT;
}

/** A byte, or the length of a match. */
export function valueOf(token: number): number {
  return token & ((1 << DISTANCE_SHIFT) - 1);
}
