import { crc32 } from "node:zlib";
import { Deflater } from "./deflate";
import { BitWriter } from "./deflate/bit-writer";

/** No time, no name, and 255 for the operating system: unknown. */
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255] as const;

const TRAILER_SIZE = 8;

/** What packing adds to the packed bytes. */
export const GZIP_OVERHEAD = HEADER.length + TRAILER_SIZE;

// Kept from one call to the next, since most contents are small and there are many.
const deflater = new Deflater();
const writer = new BitWriter();

/**
 * Packs bytes by gzip, always the same bytes into the same bytes.
 *
 * The zlib of Node differs between versions and processors, and with it what it writes; a config's hash may not.
 */
export function gzip(bytes: Uint8Array): Buffer {
  pack(bytes, Infinity);
  return writer.written();
}

/**
 * The same in base64.
 *
 * @param most how many bytes it may come to, before base64; if it comes to more, the answer is undefined
 */
export function gzipBase64(bytes: Uint8Array, most: number): string | undefined {
  return pack(bytes, most) ? writer.base64() : undefined;
}

/** Writes the packed bytes, unless they come to more than there may be. */
function pack(bytes: Uint8Array, most: number): boolean {
  const size = GZIP_OVERHEAD + deflater.prepare(bytes);
  if (size > most) return false;
  writer.clear(size);
  for (const byte of HEADER) writer.writeByte(byte);
  deflater.write(writer);
  writeWord(crc32(bytes));
  writeWord(bytes.length);
  return true;
}

function writeWord(word: number): void {
  for (let shift = 0; shift < 32; shift += 8) writer.writeByte(word >>> shift);
}
