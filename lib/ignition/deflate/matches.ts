import { Tokens } from "./tokens";

const LEAST = 3;
const MOST = 258;
const WINDOW = 32768;

/** How many earlier places are tried, so that no input can take long. */
const MOST_TRIES = 128;

/** Replaces what stood there before by references to it. A match gives way to a longer one that begins a byte later. */
export function findMatches(bytes: Uint8Array): Tokens {
  const finder = new Finder(bytes);
  const tokens = new Tokens(bytes.length);
  let length = finder.longestAt(0, LEAST - 1);
  let distance = finder.distance;
  for (let at = 0; at < bytes.length;) {
    const longer = finder.longestAt(at + 1, Math.max(length, LEAST - 1));
    if (length === 0 || longer > 0) {
      tokens.addByte(bytes[at]!);
      at += 1;
      length = longer;
    } else {
      tokens.addMatch(length, distance);
      at += length;
      length = finder.longestAt(at, LEAST - 1);
    }
    distance = finder.distance;
  }
  return tokens;
}

/** Remembers where each three bytes stood. Places are asked for in ascending order. */
class Finder {
  /** Of the match found last. */
  distance = 0;

  /** Three bytes each, found by hashing; the place where they stood last is at the same index. */
  private readonly keys: Int32Array;
  private readonly last: Int32Array;
  private readonly shift: number;

  /** For each place, the one before it where the same three bytes stood. */
  private readonly before: Int32Array;
  private entered = 0;

  constructor(private readonly bytes: Uint8Array) {
    // Twice as many as there can be, so that what collides soon finds room.
    const bits = Math.max(4, 33 - Math.clz32(bytes.length));
    this.shift = 32 - bits;
    this.keys = new Int32Array(1 << bits).fill(-1);
    this.last = new Int32Array(1 << bits);
    this.before = new Int32Array(bytes.length);
  }

  /** Length of the longest match that is longer than `least`, of several the nearest; 0 if there is none. */
  longestAt(at: number, least: number): number {
    const { bytes, before } = this;
    const most = Math.min(MOST, bytes.length - at);
    if (most < LEAST) return 0;
    for (; this.entered < at; this.entered += 1) this.enter(this.entered);
    if (most <= least) return 0;
    const slot = this.slotOf(at);
    if (this.keys[slot] === -1) return 0;
    let best = least;
    let place = this.last[slot]!;
    for (let tries = 0; place >= 0 && at - place <= WINDOW && tries < MOST_TRIES; tries += 1) {
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

  private enter(place: number): void {
    const slot = this.slotOf(place);
    if (this.keys[slot] === -1) {
      this.keys[slot] = this.keyAt(place);
      this.before[place] = -1;
    } else {
      this.before[place] = this.last[slot]!;
    }
    this.last[slot] = place;
  }

  /** Where the three bytes at a place are kept, or would be. */
  private slotOf(at: number): number {
    const key = this.keyAt(at);
    const mask = this.keys.length - 1;
    let slot = Math.imul(key, 0x9e3779b1) >>> this.shift;
    while (this.keys[slot] !== key && this.keys[slot] !== -1) slot = (slot + 1) & mask;
    return slot;
  }

  private keyAt(at: number): number {
    return (this.bytes[at]! << 16) | (this.bytes[at + 1]! << 8) | this.bytes[at + 2]!;
  }
}
