import * as zlib from "node:zlib";
import { refusal } from "./problem";
import { unxz } from "./xz/unxz";

/** What a compressed part of an initrd holds, and where it ends. */
export interface Decompressed {
  readonly content: Buffer;
  readonly end: number;
}

/** An embed area has 256 KiB; whatever says that it unpacks to more than this is no config. */
const LARGEST = 64 * 1024 * 1024;

interface Info {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** Unpacks gzip, xz or zstd that begins at `start`; undefined if what is there is not compressed. */
export function decompressAt(bytes: Buffer, start: number): Decompressed | undefined {
  const magic = bytes.subarray(start, start + 6).toString("hex");
  try {
    // A member by itself: Node would take what follows it for another.
    if (magic.startsWith("1f8b")) {
      const { content, end } = withNode(bytes, gzipBody(bytes, start), zlib.inflateRawSync as unknown as Unpack);
      return { content, end: end + GZIP_TRAILER };
    }
    if (magic.startsWith("28b52ffd")) return withNode(bytes, start, zstd());
    if (magic === "fd377a585a00") return unxz(bytes, start, LARGEST);
  } catch (error) {
    if (error instanceof Error && error.name === "ConfigError") throw error;
    throw refusal("broken-cpio", [], {
      what: `the compressed archive at byte ${start} is damaged: ${error instanceof Error ? error.message : String(error)}`,
      fix: "use an undamaged archive",
    });
  }
  return undefined;
}

const GZIP_TRAILER = 8;

/** Where the compressed data of a gzip member begin: after ten bytes, and what those say comes before it. */
function gzipBody(bytes: Buffer, start: number): number {
  const flags = bytes.readUInt8(start + 3);
  let at = start + 10;
  if ((flags & 4) !== 0) at += 2 + bytes.readUInt16LE(at);
  for (const bit of [8, 16]) if ((flags & bit) !== 0) at = bytes.indexOf(0, at) + 1;
  return (flags & 2) === 0 ? at : at + 2;
}

type Unpack = (bytes: Buffer, options: { info: true; maxOutputLength: number }) => Info;

function withNode(bytes: Buffer, start: number, unpack: Unpack): Decompressed {
  const { buffer, engine } = unpack(bytes.subarray(start), { info: true, maxOutputLength: LARGEST });
  return { content: buffer, end: start + engine.bytesWritten };
}

/** There from Node 22.15 on. */
function zstd(): Unpack {
  const unpack = (zlib as { readonly zstdDecompressSync?: unknown }).zstdDecompressSync;
  if (typeof unpack === "function") return unpack as Unpack;
  throw refusal("unread-compression", ["source"], {
    what: "an embed area is compressed by zstd, which this Node cannot read",
    got: `Node ${process.versions.node}`,
    allowed: "Node 22.15 or later",
    fix: "use the ISO as published",
  });
}
