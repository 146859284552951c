import { RangeDecoder } from "./range-decoder";
import { decodeBits, decodeReversed, LengthCoder, probabilities } from "./models";

const STATES = 12;
const POSITION_STATES = 16;
const LENGTH_STATES = 4;
const FIRST_LONG_SLOT = 14;
const ALIGN_BITS = 4;

/** Unpacks LZMA as it stands in the chunks of LZMA2. What came out before is the dictionary of what follows. */
export class LzmaDecoder {
  private out = Buffer.alloc(64 * 1024);
  private length = 0;
  /** Where the dictionary begins. */
  private oldest = 0;

  private literalBits = 0;
  private literalPositionMask = 0;
  private positionMask = 0;
  private hasProperties = false;

  private state = 0;
  private readonly distances = [0, 0, 0, 0] as [number, number, number, number];
  private literals = probabilities(0);
  private readonly isMatch = probabilities(STATES * POSITION_STATES);
  private readonly isRepeat = probabilities(STATES);
  private readonly isRepeat0 = probabilities(STATES);
  private readonly isRepeat1 = probabilities(STATES);
  private readonly isRepeat2 = probabilities(STATES);
  private readonly isRepeat0Long = probabilities(STATES * POSITION_STATES);
  private readonly slots = Array.from({ length: LENGTH_STATES }, () => probabilities(64));
  private readonly special = probabilities(128);
  private readonly align = probabilities(1 << ALIGN_BITS);
  private readonly matchLength = new LengthCoder();
  private readonly repeatLength = new LengthCoder();

  constructor(private readonly dictionary: number) {}

  /** Bytes that have come out. */
  get size(): number {
    return this.length;
  }

  /** All of them. */
  content(): Buffer {
    return this.out.subarray(0, this.length);
  }

  resetDictionary(): void {
    this.oldest = this.length;
  }

  /** Literal context bits, literal position bits and position bits in one byte. */
  setProperties(byte: number): void {
    if (byte >= 9 * 5 * 5) throw new Error("lzma: impossible properties");
    const literalPositionBits = Math.floor(byte / 9) % 5;
    this.literalBits = byte % 9;
    if (this.literalBits + literalPositionBits > 4) throw new Error("lzma: impossible properties");
    this.literalPositionMask = (1 << literalPositionBits) - 1;
    this.positionMask = (1 << Math.floor(byte / 45)) - 1;
    this.literals = probabilities(0x300 << (this.literalBits + literalPositionBits));
    this.hasProperties = true;
    this.resetState();
  }

  resetState(): void {
    this.state = 0;
    this.distances.fill(0);
    const all = [this.literals, this.isMatch, this.isRepeat, this.isRepeat0, this.isRepeat1, this.isRepeat2];
    for (const one of [...all, this.isRepeat0Long, ...this.slots, this.special, this.align]) one.fill(1024);
    this.matchLength.reset();
    this.repeatLength.reset();
  }

  /** Takes a chunk that is not compressed. */
  copy(bytes: Buffer): void {
    this.grow(bytes.length);
    bytes.copy(this.out, this.length);
    this.length += bytes.length;
  }

  /** Unpacks a chunk to exactly `size` bytes. */
  unpack(packed: Buffer, size: number): void {
    if (!this.hasProperties) throw new Error("lzma: a chunk before any properties");
    this.grow(size);
    const coder = new RangeDecoder(packed);
    const end = this.length + size;
    while (this.length < end) this.step(coder, end);
    if (!coder.isAtEnd) throw new Error("lzma: a chunk longer than it says");
  }

  private step(coder: RangeDecoder, end: number): void {
    const position = (this.length - this.oldest) & this.positionMask;
    const { state } = this;
    if (coder.bit(this.isMatch, state * POSITION_STATES + position) === 0) {
      this.literal(coder);
      return;
    }
    let length: number;
    if (coder.bit(this.isRepeat, state) === 0) {
      length = this.matchLength.decode(coder, position);
      this.state = state < 7 ? 7 : 10;
      this.remember(3, this.distance(coder, length));
    } else {
      if (coder.bit(this.isRepeat0, state) === 0) {
        if (coder.bit(this.isRepeat0Long, state * POSITION_STATES + position) === 0) {
          this.state = state < 7 ? 9 : 11;
          this.repeat(1, end);
          return;
        }
      } else if (coder.bit(this.isRepeat1, state) === 0) this.remember(1, this.distances[1]);
      else if (coder.bit(this.isRepeat2, state) === 0) this.remember(2, this.distances[2]);
      else this.remember(3, this.distances[3]);
      length = this.repeatLength.decode(coder, position);
      this.state = state < 7 ? 8 : 11;
    }
    this.repeat(length + 2, end);
  }

  /** Puts a distance first; those up to `from` move one place back. */
  private remember(from: number, distance: number): void {
    this.distances.copyWithin(1, 0, from);
    this.distances[0] = distance;
  }

  private literal(coder: RangeDecoder): void {
    const { out, oldest, length, state } = this;
    const before = length > oldest ? (out[length - 1] ?? 0) : 0;
    const context =
      (((length - oldest) & this.literalPositionMask) << this.literalBits) + (before >> (8 - this.literalBits));
    const base = 0x300 * context;
    let symbol = 1;
    if (state >= 7) {
      let match = this.byteAt(this.distances[0]);
      do {
        const matchBit = (match >> 7) & 1;
        match <<= 1;
        const bit = coder.bit(this.literals, base + ((1 + matchBit) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (matchBit !== bit) break;
      } while (symbol < 0x100);
    }
    while (symbol < 0x100) symbol = (symbol << 1) | coder.bit(this.literals, base + symbol);
    out[this.length++] = symbol & 0xff;
    this.state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }

  private distance(coder: RangeDecoder, length: number): number {
    const slots = this.slots[Math.min(length, LENGTH_STATES - 1)] ?? this.align;
    const slot = decodeBits(coder, slots, 0, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < FIRST_LONG_SLOT) return base + decodeReversed(coder, this.special, base - slot, bits);
    return base + coder.direct(bits - ALIGN_BITS) * 16 + decodeReversed(coder, this.align, 0, ALIGN_BITS);
  }

  private repeat(length: number, end: number): void {
    const [distance] = this.distances;
    if (this.length + length > end) throw new Error("lzma: a match past the end of its chunk");
    for (let index = 0; index < length; index++) {
      const byte = this.byteAt(distance);
      this.out[this.length++] = byte;
    }
  }

  private byteAt(distance: number): number {
    const at = this.length - distance - 1;
    if (at < this.oldest || distance >= this.dictionary) throw new Error("lzma: a match from before the beginning");
    return this.out[at] ?? 0;
  }

  private grow(by: number): void {
    if (this.length + by <= this.out.length) return;
    const larger = Buffer.alloc(Math.max(this.out.length * 2, this.length + by));
    this.out.copy(larger, 0, 0, this.length);
    this.out = larger;
  }
}
