import { refusal } from "./problem";

/** A member of a cpio archive. */
export interface CpioEntry {
  /** Relative to the root, without a leading slash. */
  readonly path: string;

  /** Type and permissions, as in `st_mode`: `0o100644` for a file, `0o040755` for a folder. */
  readonly mode: number;

  /** Empty for a folder. */
  readonly content: Buffer;
}

const MAGIC = "070701";
const HEADER = 110;
const TRAILER = "TRAILER!!!";
const FIELDS = 13;

/** Writes a "newc" archive. The same entries give the same bytes: no times, no owners, inodes counted from 1. */
export function writeCpio(entries: readonly CpioEntry[]): Buffer {
  const members = entries.map((entry, index) => member(entry, index + 1));
  return Buffer.concat([...members, member({ path: TRAILER, mode: 0, content: Buffer.alloc(0) }, 0)]);
}

function member({ path, mode, content }: CpioEntry, inode: number): Buffer {
  if (path === "" || path.startsWith("/") || path.includes("\0")) {
    throw refusal("cpio-path", [path], {
      what: "a member of a cpio archive needs a relative path",
      got: JSON.stringify(path),
      fix: "remove the leading slash",
    });
  }
  const name = Buffer.from(`${path}\0`);
  const links = path === TRAILER ? 1 : mode >> 12 === 0o04 ? 2 : 1;
  const fields = [inode, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, name.length, 0];
  const header = MAGIC + fields.map((field) => field.toString(16).toUpperCase().padStart(8, "0")).join("");
  return Buffer.concat([pad(Buffer.concat([Buffer.from(header), name])), pad(content)]);
}

/** Every part of an archive starts at a multiple of four bytes. */
function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}

/** Reads one "newc" archive up to its trailer. Bytes after it are left alone. */
export function readCpio(bytes: Buffer): readonly CpioEntry[] {
  return readCpioAt(bytes, 0).entries;
}

/** Reads the "newc" archive that begins at `start`, and tells where it ends. */
export function readCpioAt(bytes: Buffer, start: number): { entries: readonly CpioEntry[]; end: number } {
  const entries: CpioEntry[] = [];
  for (let offset = start; offset + HEADER <= bytes.length;) {
    const fields = readHeader(bytes, offset);
    const [mode, size, nameSize] = [fields[1] ?? 0, fields[6] ?? 0, fields[11] ?? 0];
    const contentStart = align(offset + HEADER + nameSize);
    const end = contentStart + size;
    if (nameSize < 2 || end > bytes.length) throw broken(offset, "a member runs past the end");
    // Some writers pad a name with more than one NUL, so that its content is aligned.
    const path = bytes.toString("utf8", offset + HEADER, offset + HEADER + nameSize).replace(/\0.*$/s, "");
    if (path === TRAILER) return { entries, end: align(end) };
    entries.push({ path, mode, content: bytes.subarray(contentStart, end) });
    offset = align(end);
  }
  throw broken(bytes.length, "the archive has no end marker");
}

function readHeader(bytes: Buffer, offset: number): readonly number[] {
  const text = bytes.toString("latin1", offset, offset + HEADER);
  if (!text.startsWith(MAGIC) || !/^[0-9A-Fa-f]{110}$/.test(text)) throw broken(offset, "not a newc header");
  return Array.from({ length: FIELDS }, (_, index) => parseInt(text.slice(6 + index * 8, 14 + index * 8), 16));
}

function align(offset: number): number {
  return offset + (-offset & 3);
}

function broken(offset: number, what: string) {
  return refusal("broken-cpio", [], { what: `${what}, at byte ${offset}`, fix: "use an undamaged archive" });
}
