/** A byte, or with a distance a match of `value` bytes that lies so far back. */
export interface Token {
  readonly value: number;
  readonly distance: number;
}

interface Match {
  readonly length: number;
  readonly distance: number;
}

const NO_MATCH: Match = { length: 0, distance: 0 };
const LEAST = 3;
const MOST = 258;
const WINDOW = 32768;

/** How many earlier places are tried, so that no input can take long. */
const MOST_TRIES = 128;

/** Replaces what stood there before by references to it. A match gives way to a longer one that begins a byte later. */
export function findMatches(bytes: Uint8Array): readonly Token[] {
  const finder = new Finder(bytes);
  const tokens: Token[] = [];
  let here = finder.longestAt(0);
  for (let at = 0; at < bytes.length;) {
    const next = finder.longestAt(at + 1);
    if (here.length < LEAST || next.length > here.length) {
      tokens.push({ value: bytes[at] ?? 0, distance: 0 });
      at += 1;
      here = next;
    } else {
      tokens.push({ value: here.length, distance: here.distance });
      at += here.length;
      here = finder.longestAt(at);
    }
  }
  return tokens;
}

/** Remembers where each three bytes stood. Places are asked for in ascending order. */
class Finder {
  private readonly last = new Map<number, number>();
  private readonly before: Int32Array;
  private entered = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.before = new Int32Array(bytes.length).fill(-1);
  }

  longestAt(at: number): Match {
    if (at + LEAST > this.bytes.length) return NO_MATCH;
    for (; this.entered < at; this.entered += 1) {
      const key = this.keyAt(this.entered);
      this.before[this.entered] = this.last.get(key) ?? -1;
      this.last.set(key, this.entered);
    }
    let best = NO_MATCH;
    let place = this.last.get(this.keyAt(at)) ?? -1;
    for (let tries = 0; place >= 0 && at - place <= WINDOW && tries < MOST_TRIES; tries += 1) {
      const length = this.lengthOf(place, at);
      if (length > best.length) best = { length, distance: at - place };
      if (length === MOST) break;
      place = this.before[place] ?? -1;
    }
    return best.length < LEAST ? NO_MATCH : best;
  }

  private lengthOf(place: number, at: number): number {
    const most = Math.min(MOST, this.bytes.length - at);
    let length = 0;
    while (length < most && this.bytes[place + length] === this.bytes[at + length]) length += 1;
    return length;
  }

  private keyAt(at: number): number {
    return ((this.bytes[at] ?? 0) << 16) | ((this.bytes[at + 1] ?? 0) << 8) | (this.bytes[at + 2] ?? 0);
  }
}
