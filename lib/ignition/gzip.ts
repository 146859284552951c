import { crc32 } from "node:zlib";
import { deflate } from "./deflate";

/**
 * Packs bytes by gzip, always the same bytes into the same bytes.
 *
 * The zlib of Node differs between versions and processors, and with it what it writes; a config's hash may not.
 */
export function gzip(bytes: Uint8Array): Buffer {
  // No time, no name, and 255 for the operating system: unknown.
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length >>> 0, 4);
  return Buffer.concat([header, deflate(bytes), trailer]);
}
