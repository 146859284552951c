import { both, SECTOR } from "./fields";

/** A file as a folder lists it. */
export interface Entry {
  readonly name: Buffer;
  readonly extent: number;
  /** In bytes. */
  readonly length: number;
}

/** Midnight of the first of January 1980: the same in every image, and a time that every reader takes. */
const TIME = Buffer.from([80, 1, 1, 0, 0, 0, 0]);

/** The only folder, in one sector: itself, its parent, which is itself, and its files in the order of their names. */
export function directory(sector: number, entries: readonly Entry[]): Buffer {
  const sorted = [...entries].sort((a, b) => Buffer.compare(a.name, b.name));
  const bytes = Buffer.concat([
    folderRecord(sector, 0),
    folderRecord(sector, 1),
    ...sorted.map(({ name, extent, length }) => record(name, extent, length, false)),
  ]);
  if (bytes.length > SECTOR) throw new RangeError("more files than one sector can list");
  return bytes;
}

/** The folder by one of its two short names: 0 is itself and 1 its parent. */
export function folderRecord(sector: number, name: 0 | 1): Buffer {
  return record(Buffer.from([name]), sector, SECTOR, true);
}

/** ISO 9660, section 9.1. */
function record(name: Buffer, extent: number, length: number, isFolder: boolean): Buffer {
  const size = 33 + name.length + ((name.length + 1) & 1);
  const bytes = Buffer.alloc(size);
  bytes.writeUInt8(size, 0);
  both(extent, 4).copy(bytes, 2);
  both(length, 4).copy(bytes, 10);
  TIME.copy(bytes, 18);
  bytes.writeUInt8(isFolder ? 2 : 0, 25);
  both(1, 2).copy(bytes, 28);
  bytes.writeUInt8(name.length, 32);
  name.copy(bytes, 33);
  return bytes;
}

/** Of one folder, so of one entry. ISO 9660, section 9.4. */
export function pathTable(sector: number, order: "little" | "big"): Buffer {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt8(1, 0);
  if (order === "little") {
    bytes.writeUInt32LE(sector, 2);
    bytes.writeUInt16LE(1, 6);
  } else {
    bytes.writeUInt32BE(sector, 2);
    bytes.writeUInt16BE(1, 6);
  }
  return bytes;
}
