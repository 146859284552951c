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
  return Buffer.from(packed(bytes, Infinity) ?? []);
}

/**
 * The same in base64.
 *
 * @param most how many bytes it may come to, before base64; if it comes to more, the answer is undefined
 */
export function gzipBase64(bytes: Uint8Array, most: number): string | undefined {
  return packed(bytes, most)?.toString("base64");
}

/** Until it is asked the next time. */
function packed(bytes: Uint8Array, most: number): Buffer | undefined {
  const size = GZIP_OVERHEAD + deflater.prepare(bytes);
  if (size > most) return undefined;
  writer.clear(size);
  for (const byte of HEADER) writer.writeByte(byte);
  deflater.write(writer);
  for (const word of [crc32(bytes), bytes.length])
    for (let shift = 0; shift < 32; shift += 8) writer.writeByte(word >>> shift);
  return writer.written();
}
