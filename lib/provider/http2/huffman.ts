/**
 * How many bits the code of each octet has in HPACK's Huffman code, and that of the end of a string, as digits to base 36;
 * RFC 7541, appendix B. The code is canonical, so this is all of it: shorter codes come first, and among those of one
 * length the smaller octet.
 */
const LENGTHS =
  "dnsssssssoussussssssssusssssssss" +
  "6aacd68baa8b8666555666666678f6ca" +
  "d67777777777777777777777878djde6" +
  "f56565666577666567655677777fbeds" +
  "kmkkmmmnmnnnnnonoomnonnnnlmnmnno" +
  "mlkmmnnlnmmolmnnllmlnmnnkmmmnmmn" +
  "qqkjmnmpqqqrrqopjlqrrqrollqqsrrr" +
  "koklmllnmmppooqnqrqqrrrrrsrrrrrq" +
  "u";

const END_OF_STRING = 256;

/** Codes are read four bits at a time: more at once would make a table of which each start fills most in vain. */
const STEP_BITS = 4;

/** A step of reading: the state that it leads to, and above that what comes out. */
const STATE_MASK = 0xff;
const OCTET_SHIFT = 8;
const EMITS = 1 << 16;
const FAILS = 1 << 17;

/** The code as a machine that reads {@link STEP_BITS} at a time. A state is a place within a code: one of 256. */
interface Machine {
  /** For each state and each value of the bits. */
  readonly steps: Int32Array;
  /** Whether a string may end in a state: after a whole code, or within its padding, at most seven bits of ones. */
  readonly mayEnd: Uint8Array;
}

let built: Machine | undefined;

/**
 * Decodes a string of octets; RFC 7541, section 5.2.
 *
 * @returns the octets as characters up to U+00FF; undefined if they are no code, or padded otherwise than they have to be
 */
export function decodeHuffman(bytes: Buffer, start: number, end: number): string | undefined {
  built ??= build();
  const { steps, mayEnd } = built;
  // The shortest code has five bits.
  const out = Buffer.allocUnsafe(Math.ceil(((end - start) * 8) / 5));
  let length = 0;
  let state = 0;
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number;
    for (let half = 0; half < 2; half++) {
      const bits = half === 0 ? byte >> STEP_BITS : byte & 0xf;
      const step = steps[(state << STEP_BITS) | bits] as number;
      if ((step & FAILS) !== 0) return undefined;
      if ((step & EMITS) !== 0) out[length++] = step >> OCTET_SHIFT;
      state = step & STATE_MASK;
    }
  }
  return mayEnd[state] === 1 ? out.toString("latin1", 0, length) : undefined;
}

/** A place within a code: where a 0 and a 1 lead to, another place or an octet as its complement. */
type Place = [number | undefined, number | undefined];

function build(): Machine {
  const places = tree();
  const steps = new Int32Array(places.length << STEP_BITS);
  for (let state = 0; state < places.length; state++) {
    for (let bits = 0; bits < 1 << STEP_BITS; bits++)
      steps[(state << STEP_BITS) | bits] = stepFrom(places, state, bits);
  }
  return { steps, mayEnd: padding(places) };
}

function tree(): readonly Place[] {
  const places: Place[] = [[undefined, undefined]];
  const octets = Array.from(LENGTHS, (digit, octet) => ({ octet, length: Number.parseInt(digit, 36) }));
  let code = 0;
  let bits = 0;
  for (const { octet, length } of octets.sort((a, b) => a.length - b.length || a.octet - b.octet)) {
    code <<= length - bits;
    bits = length;
    place(places, code, length, ~octet);
    code++;
  }
  return places;
}

function place(places: Place[], code: number, length: number, leaf: number): void {
  let at = 0;
  for (let bit = length - 1; bit > 0; bit--) {
    const here = places[at] as Place;
    const side = (code >> bit) & 1;
    const next = here[side] ?? places.push([undefined, undefined]) - 1;
    here[side] = next;
    at = next;
  }
  (places[at] as Place)[code & 1] = leaf;
}

function stepFrom(places: readonly Place[], state: number, bits: number): number {
  let at = state;
  let emitted = 0;
  for (let bit = STEP_BITS - 1; bit >= 0; bit--) {
    const next = (places[at] as Place)[(bits >> bit) & 1] as number;
    // Codes are longer than a step, so no more than one can end within it.
    if (next < 0) {
      if (~next === END_OF_STRING) return FAILS;
      emitted = EMITS | (~next << OCTET_SHIFT);
    }
    at = next < 0 ? 0 : next;
  }
  return emitted | at;
}

function padding(places: readonly Place[]): Uint8Array {
  const mayEnd = new Uint8Array(places.length);
  let at = 0;
  for (let ones = 0; ones < 8; ones++) {
    mayEnd[at] = 1;
    at = (places[at] as Place)[1] as number;
  }
  return mayEnd;
}
