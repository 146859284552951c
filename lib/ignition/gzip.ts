import { crc32 } from "node:zlib";
import { deflate } from "./deflate";

/** No time, no name, and 255 for the operating system: unknown. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

const TRAILER_SIZE = 8;

/** What packing adds to the packed bytes. */
export const GZIP_OVERHEAD = HEADER.length + TRAILER_SIZE;

/**
 * Packs bytes by gzip, always the same bytes into the same bytes.
 *
 * The zlib of Node differs between versions and processors, and with it what it writes; a config's hash may not.
 *
 * @param most how many bytes it may come to; if it comes to more, the answer is undefined
 */
export function gzip(bytes: Uint8Array): Buffer;
export function gzip(bytes: Uint8Array, most: number): Buffer | undefined;
export function gzip(bytes: Uint8Array, most = Infinity): Buffer | undefined {
  const packed = deflate(bytes, most - GZIP_OVERHEAD);
  if (packed === undefined) return undefined;
  const trailer = Buffer.alloc(TRAILER_SIZE);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length >>> 0, 4);
  return Buffer.concat([HEADER, packed, trailer]);
}
