import type { RangeDecoder } from "./range-decoder";

/** Adaptive probabilities of zeros, in 1/2048, each beginning at a half. */
export function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(1024);
}

/** A number of some bits, the highest first. */
export function decodeBits(coder: RangeDecoder, model: Uint16Array, base: number, bits: number): number {
  let symbol = 1;
  for (let index = 0; index < bits; index++) symbol = (symbol << 1) | coder.bit(model, base + symbol);
  return symbol - (1 << bits);
}

/** A number of some bits, the lowest first. */
export function decodeReversed(coder: RangeDecoder, model: Uint16Array, base: number, bits: number): number {
  let symbol = 1;
  let result = 0;
  for (let index = 0; index < bits; index++) {
    const bit = coder.bit(model, base + symbol);
    symbol = (symbol << 1) | bit;
    result |= bit << index;
  }
  return result;
}

/** How long a match is, less the two bytes that every match has. */
export class LengthCoder {
  private readonly choice = probabilities(2);
  private readonly low = probabilities(16 << 3);
  private readonly middle = probabilities(16 << 3);
  private readonly high = probabilities(256);

  reset(): void {
    for (const one of [this.choice, this.low, this.middle, this.high]) one.fill(1024);
  }

  decode(coder: RangeDecoder, position: number): number {
    if (coder.bit(this.choice, 0) === 0) return decodeBits(coder, this.low, position << 3, 3);
    if (coder.bit(this.choice, 1) === 0) return 8 + decodeBits(coder, this.middle, position << 3, 3);
    return 16 + decodeBits(coder, this.high, 0, 8);
  }
}
