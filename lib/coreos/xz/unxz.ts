import { unlzma2 } from "./lzma2";

/**
 * Unpacks one .xz stream, which is what coreos-installer writes into an embed area. One block or several, without
 * filters but LZMA2.
 *
 * The stream's sums are not compared: what is damaged does not unpack to a sound archive, and nothing is trusted for
 * having unpacked.
 *
 * @param limit most bytes that may come out
 * @returns where the stream ends, too
 * @throws Error that says what is wrong
 */
export function unxz(bytes: Buffer, start: number, limit: number): { content: Buffer; end: number } {
  const checkSize = CHECK_SIZES[bytes.readUInt8(start + 7) & 0x0f];
  if (bytes.readUInt8(start + 6) !== 0 || checkSize === undefined) throw new Error("xz: unknown flags");
  const blocks: Buffer[] = [];
  let at = start + STREAM_HEADER;
  let total = 0;
  while (bytes.readUInt8(at) !== 0) {
    const headerSize = (bytes.readUInt8(at) + 1) * 4;
    const dictionary = blockHeader(bytes.subarray(at, at + headerSize));
    const { content, end } = unlzma2(bytes, at + headerSize, { dictionary, limit: limit - total });
    total += content.length;
    blocks.push(content);
    at = align(end, at) + checkSize;
  }
  return { content: Buffer.concat(blocks), end: afterIndex(bytes, at) };
}

const STREAM_HEADER = 12;
const STREAM_FOOTER = 12;
const LZMA2 = 0x21;

/** By the kind of check: none, CRC32, CRC64, SHA-256. */
const CHECK_SIZES: Readonly<Record<number, number>> = { 0: 0, 1: 4, 4: 8, 10: 32 };

/** Answers the size of the dictionary, in bytes. */
function blockHeader(header: Buffer): number {
  const flags = header.readUInt8(1);
  if ((flags & 0x3f) !== 0) throw new Error("xz: filters that are not known here");
  let at = 2;
  for (const bit of [0x40, 0x80]) if ((flags & bit) !== 0) at = variable(header, at).end;
  const id = variable(header, at);
  const size = variable(header, id.end);
  if (id.value !== LZMA2 || size.value !== 1) throw new Error("xz: a filter that is not known here");
  const bits = header.readUInt8(size.end) & 0x3f;
  if (bits > 40) throw new Error("xz: an impossible dictionary");
  return bits === 40 ? 0xffffffff : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
}

/** Passes the index over: what it says has been seen. */
function afterIndex(bytes: Buffer, start: number): number {
  let { value: records, end } = variable(bytes, start + 1);
  for (; records > 0; records--) end = variable(bytes, variable(bytes, end).end).end;
  const after = align(end, start) + 4 + STREAM_FOOTER;
  if (bytes.toString("latin1", after - 2, after) !== "YZ") throw new Error("xz: no end of the stream");
  return after;
}

/** Seven bits a byte, the lowest first; no more of them than a sound file of this size can have. */
function variable(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let index = 0; index < 7; index++) {
    const byte = bytes.readUInt8(start + index);
    value += (byte & 0x7f) * 128 ** index;
    if ((byte & 0x80) === 0) return { value, end: start + index + 1 };
  }
  throw new Error("xz: a number that is too large");
}

/** Parts are padded to a multiple of four bytes from where they begin. */
function align(offset: number, from: number): number {
  return offset + (-(offset - from) & 3);
}
