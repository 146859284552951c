import type { Tokens } from "./tokens";

const LEAST = 3;
const MOST = 258;
const WINDOW = 32768;

/** How many earlier places are tried, so that no input can take long. */
const MOST_TRIES = 128;

const NONE = -1;

/**
 * Finds what stood there before. It remembers where each three bytes stood; places are asked for in ascending order.
 * It can be given other bytes, since most contents are small and there are many.
 */
export class Matcher {
  private bytes: Uint8Array = new Uint8Array(0);

  /** Of the match found last. */
  private distance = 0;

  /** A hash table: three bytes, and the place where they stood last. */
  private table = new Int32Array(0);
  private shift = 0;
  private mask = 0;

  /** For each place, the one before it where the same three bytes stood. */
  private before = new Int32Array(0);
  private entered = 0;

  /** Replaces what repeats by references. A match gives way to a longer one that begins a byte later. */
  fill(tokens: Tokens, bytes: Uint8Array): void {
    this.clear(bytes);
    let length = this.longestAt(0, LEAST - 1);
    let distance = this.distance;
    for (let at = 0; at < bytes.length;) {
      const longer = this.longestAt(at + 1, Math.max(length, LEAST - 1));
      if (length === 0 || longer > 0) {
        tokens.addByte(bytes[at]!);
        at += 1;
        length = longer;
      } else {
        tokens.addMatch(length, distance);
        at += length;
        length = this.longestAt(at, LEAST - 1);
      }
      distance = this.distance;
    }
  }

  private clear(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.entered = 0;
    if (this.before.length < bytes.length) this.before = new Int32Array(bytes.length);
    // Twice as many as there can be, so that what collides soon finds room.
    const bits = Math.max(4, 33 - Math.clz32(bytes.length));
    const size = 2 << bits;
    this.shift = 32 - bits;
    this.mask = size - 1;
    if (this.table.length < size) this.table = new Int32Array(size);
    this.table.fill(NONE, 0, size);
  }

  /** Length of the longest match that is longer than `least`, of several the nearest; 0 if there is none. */
  private longestAt(at: number, least: number): number {
    const { bytes, before } = this;
    const most = Math.min(MOST, bytes.length - at);
    if (most < LEAST || most <= least) return 0;
    let place = this.enterUpTo(at);
    const furthest = Math.max(0, at - WINDOW);
    let best = least;
    for (let tries = 0; place >= furthest && tries < MOST_TRIES; tries += 1) {
      // Only what also has the next byte in common can be longer.
      if (bytes[place + best] === bytes[at + best]) {
        let length = LEAST;
        while (length < most && bytes[place + length] === bytes[at + length]) length += 1;
        if (length > best) {
          best = length;
          this.distance = at - place;
          if (length === most) break;
        }
      }
      place = before[place]!;
    }
    return best > least ? best : 0;
  }

  /** Remembers all places up to one, and answers the last one before it where the same three bytes stood. */
  private enterUpTo(at: number): number {
    const { bytes, table, before, mask, shift } = this;
    let place = this.entered;
    let key = (bytes[place]! << 8) | bytes[place + 1]!;
    let last = NONE;
    for (; place <= at; place += 1) {
      key = ((key << 8) | bytes[place + 2]!) & 0xffffff;
      let slot = (Math.imul(key, 0x9e3779b1) >>> shift) << 1;
      while (table[slot] !== key) {
        if (table[slot] === NONE) {
          table[slot] = key;
          break;
        }
        slot = (slot + 2) & mask;
      }
      last = table[slot + 1]!;
      before[place] = last;
      table[slot + 1] = place;
    }
    this.entered = place;
    return last;
  }
}
