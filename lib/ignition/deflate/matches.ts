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
  /** A hash table: three bytes, and the place where they stood last. */
  private table = new Int32Array(0);
  private mask = 0;
  private shift = 0;

  /** For each place, the one before it where the same three bytes stood. */
  private before = new Int32Array(0);

  /** Replaces what repeats by references. A match gives way to a longer one that begins a byte later. */
  fill(tokens: Tokens, bytes: Uint8Array): void {
    this.clear(bytes.length);
    const { table, before, mask, shift } = this;

    let entered = 0;
    // The three bytes that were entered last, of which the next ones have two.
    let key = (bytes[0]! << 8) | bytes[1]!;
    // Bytes from here on that no match has taken up.
    let from = 0;
    // The match that begins at `at`, and is taken unless a longer one begins a byte later; none has length 0.
    let length = 0;
    let distance = 0;
    for (let at = 0, ask = 0; at < bytes.length;) {
      const most = Math.min(MOST, bytes.length - ask);
      // Remembers all places up to this, the last one last, and so learns where the same three bytes stood before it.
      let place = NONE;
      if (most > length && most >= LEAST) {
        for (; entered <= ask; entered += 1) {
          key = ((key << 8) | bytes[entered + 2]!) & 0xffffff;
          let slot = (Math.imul(key, 0x9e3779b1) >>> shift) << 1;
          while (table[slot] !== key) {
            if (table[slot] === NONE) {
              table[slot] = key;
              break;
            }
            slot = (slot + 2) & mask;
          }
          place = table[slot + 1]!;
          before[entered] = place;
          table[slot + 1] = entered;
        }
      }
      // As at most places of most texts: done with before anything is set up for a search.
      if (place === NONE && length === 0) {
        at = ask;
        ask += 1;
        continue;
      }
      // Looks for the longest match at `ask` that is longer than the one at hand, of several the nearest.
      let longest = Math.max(length, LEAST - 1);
      let longestAgo = 0;
      const furthest = Math.max(0, ask - WINDOW);
      for (let tries = 0; place >= furthest && tries < MOST_TRIES; tries += 1) {
        // Only what also has the next byte in common can be longer.
        if (bytes[place + longest] === bytes[ask + longest]) {
          let same = LEAST;
          while (same < most && bytes[place + same] === bytes[ask + same]) same += 1;
          if (same > longest) {
            longest = same;
            longestAgo = ask - place;
            if (same === most) break;
          }
        }
        place = before[place]!;
      }
      if (ask > at && length > 0 && longestAgo === 0) {
        tokens.addBytes(bytes, from, at);
        tokens.addMatch(length, distance);
        at += length;
        from = at;
        length = 0;
        ask = at;
      } else {
        length = longestAgo === 0 ? 0 : longest;
        distance = longestAgo;
        at = ask;
        ask += 1;
      }
    }
    tokens.addBytes(bytes, from, bytes.length);
  }

  private clear(size: number): void {
    // Twice as many as there can be, so that what collides soon finds room.
    const bits = Math.max(4, 33 - Math.clz32(size));
    const slots = 2 << bits;
    this.mask = slots - 1;
    this.shift = 32 - bits;
    if (this.table.length < slots) this.table = new Int32Array(slots);
    if (this.before.length < size) this.before = new Int32Array(size);
    this.table.fill(NONE, 0, slots);
  }
}
