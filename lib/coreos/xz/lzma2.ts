import { LzmaDecoder } from "./lzma";

/** How LZMA2 data is to be read. */
export interface Lzma2Options {
  /** How far back a match may reach, in bytes. */
  readonly dictionary: number;

  /** Most bytes that may come out. */
  readonly limit: number;
}

/**
 * Unpacks a sequence of LZMA2 chunks up to its end marker.
 *
 * @throws Error that says what is wrong
 */
export function unlzma2(
  bytes: Buffer,
  start: number,
  { dictionary, limit }: Lzma2Options,
): { content: Buffer; end: number } {
  const decoder = new LzmaDecoder(dictionary);
  let at = start;
  let isFirst = true;
  for (;;) {
    const control = bytes.readUInt8(at);
    if (control === 0) return { content: decoder.content(), end: at + 1 };
    // Before anything refers back, the dictionary has to be empty by the writer's word.
    if (isFirst && control !== 1 && control < 0xe0) throw new Error("lzma2: no reset of the dictionary");
    isFirst = false;
    if (control === 1 || control >= 0xe0) decoder.resetDictionary();
    if (control < 0x80) {
      if (control > 2) throw new Error("lzma2: a chunk of an unknown kind");
      const size = bytes.readUInt16BE(at + 1) + 1;
      if (decoder.size + size > limit) throw new Error(`it unpacks to more than ${limit} bytes`);
      decoder.copy(slice(bytes, at + 3, size));
      at += 3 + size;
      continue;
    }
    const size = ((control & 0x1f) << 16) + bytes.readUInt16BE(at + 1) + 1;
    const packed = bytes.readUInt16BE(at + 3) + 1;
    if (decoder.size + size > limit) throw new Error(`it unpacks to more than ${limit} bytes`);
    const reset = (control >> 5) & 3;
    const head = reset >= 2 ? 6 : 5;
    if (reset >= 2) decoder.setProperties(bytes.readUInt8(at + 5));
    else if (reset === 1) decoder.resetState();
    decoder.unpack(slice(bytes, at + head, packed), size);
    at += head + packed;
  }
}

function slice(bytes: Buffer, start: number, length: number): Buffer {
  if (start + length > bytes.length) throw new Error("it ends too early");
  return bytes.subarray(start, start + length);
}
