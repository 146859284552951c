const sector = 2048;

/** A file of the image: path as on the CD, upper-case 8.3 names between slashes. */
export interface IsoFile {
  readonly path: string;
  readonly data: Buffer;
}

interface Directory {
  readonly name: string;
  readonly directories: Map<string, Directory>;
  readonly files: Map<string, Buffer>;
  sector: number;
  size: number;
  number: number;
}

/** Writes an ISO 9660 image of level 1, without extensions. The same files give the same bytes. */
export function writeIso9660(volumeId: string, files: readonly IsoFile[]): Buffer {
  const root = tree(files);
  const directories = breadthFirst(root);
  const placed: { sector: number; data: Buffer }[] = [];
  let next = 20;
  for (const directory of directories) {
    directory.sector = next;
    directory.size = sector * Math.ceil(recordsSize(directory) / sector);
    next += directory.size / sector;
  }
  const sectorOf = new Map<Buffer, number>();
  for (const directory of directories) {
    for (const data of directory.files.values()) {
      sectorOf.set(data, next);
      placed.push({ sector: next, data });
      next += Math.max(1, Math.ceil(data.length / sector));
    }
  }
  const image = Buffer.alloc(next * sector);
  const pathTable = { little: pathTableOf(directories, root, "LE"), big: pathTableOf(directories, root, "BE") };
  primaryDescriptor(volumeId, next, root, pathTable.little.length).copy(image, 16 * sector);
  Buffer.concat([Buffer.from([255]), Buffer.from("CD001\u0001", "latin1")]).copy(image, 17 * sector);
  pathTable.little.copy(image, 18 * sector);
  pathTable.big.copy(image, 19 * sector);
  for (const directory of directories) {
    recordsOf(directory, parentOf(directories, directory) ?? root, sectorOf).copy(image, directory.sector * sector);
  }
  for (const file of placed) file.data.copy(image, file.sector * sector);
  return image;
}

function tree(files: readonly IsoFile[]): Directory {
  const empty = (name: string): Directory => ({
    name,
    directories: new Map(),
    files: new Map(),
    sector: 0,
    size: 0,
    number: 0,
  });
  const root = empty("");
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const parts = file.path.split("/");
    const name = parts.pop() ?? "";
    if (![...parts, ...name.split(".")].every((part) => /^[A-Z0-9_]{1,8}$/.test(part))) {
      throw new Error(`${file.path} is no upper-case 8.3 path`);
    }
    let directory = root;
    for (const part of parts) {
      const child = directory.directories.get(part) ?? empty(part);
      directory.directories.set(part, child);
      directory = child;
    }
    // A copy of its own, since the bytes' identity is the key by which their sector is found.
    directory.files.set(name, Buffer.from(file.data));
  }
  return root;
}

function breadthFirst(root: Directory): Directory[] {
  const found = [root];
  for (let index = 0; index < found.length; index += 1) {
    const directory = found[index];
    if (directory === undefined) break;
    directory.number = index + 1;
    found.push(...directory.directories.values());
  }
  return found;
}

function parentOf(directories: readonly Directory[], child: Directory): Directory | undefined {
  return directories.find((directory) => [...directory.directories.values()].includes(child));
}

function children(directory: Directory): { name: string; child: Directory | Buffer }[] {
  const all: { name: string; child: Directory | Buffer }[] = [
    ...[...directory.directories].map(([name, child]) => ({ name, child })),
    ...[...directory.files].map(([name, child]) => ({ name: `${name.includes(".") ? name : `${name}.`};1`, child })),
  ];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** No record crosses a sector, so the folder may be longer than the sum of its records. */
function recordsSize(directory: Directory): number {
  let size = 2 * 34;
  for (const { name } of children(directory)) {
    const length = recordLength(name.length);
    if (Math.floor(size / sector) !== Math.floor((size + length - 1) / sector))
      size = Math.ceil(size / sector) * sector;
    size += length;
  }
  return size;
}

function recordsOf(directory: Directory, parent: Directory, sectorOf: ReadonlyMap<Buffer, number>): Buffer {
  const out = Buffer.alloc(directory.size);
  let offset = record("\0", directory.sector, directory.size, true).copy(out, 0);
  offset += record("\u0001", parent.sector, parent.size, true).copy(out, offset);
  for (const { name, child } of children(directory)) {
    const entry = Buffer.isBuffer(child)
      ? record(name, sectorOf.get(child) ?? 0, child.length, false)
      : record(name, child.sector, child.size, true);
    if (Math.floor(offset / sector) !== Math.floor((offset + entry.length - 1) / sector)) {
      offset = Math.ceil(offset / sector) * sector;
    }
    offset += entry.copy(out, offset);
  }
  return out;
}

const recordLength = (nameLength: number): number => 33 + nameLength + (nameLength % 2 === 0 ? 1 : 0);

function record(name: string, extent: number, size: number, isDirectory: boolean): Buffer {
  const out = Buffer.alloc(recordLength(name.length));
  out[0] = out.length;
  bothEndian32(out, 2, extent);
  bothEndian32(out, 10, size);
  Buffer.from([126, 8, 2, 0, 0, 0, 0]).copy(out, 18);
  out[25] = isDirectory ? 2 : 0;
  bothEndian16(out, 28, 1);
  out[32] = name.length;
  out.write(name, 33, "latin1");
  return out;
}

function pathTableOf(directories: readonly Directory[], root: Directory, order: "LE" | "BE"): Buffer {
  return Buffer.concat(
    directories.map((directory) => {
      const name = directory === root ? "\0" : directory.name;
      const out = Buffer.alloc(8 + name.length + (name.length % 2));
      const parent = parentOf(directories, directory)?.number ?? 1;
      out[0] = name.length;
      if (order === "LE") {
        out.writeUInt32LE(directory.sector, 2);
        out.writeUInt16LE(parent, 6);
      } else {
        out.writeUInt32BE(directory.sector, 2);
        out.writeUInt16BE(parent, 6);
      }
      out.write(name, 8, "latin1");
      return out;
    }),
  );
}

function primaryDescriptor(volumeId: string, sectors: number, root: Directory, pathTableSize: number): Buffer {
  const out = Buffer.alloc(sector);
  out[0] = 1;
  out.write("CD001\u0001", 1, "latin1");
  out.fill(" ", 8, 72).write("LINUX", 8, "latin1");
  out.write(volumeId.padEnd(32), 40, 32, "latin1");
  bothEndian32(out, 80, sectors);
  bothEndian16(out, 120, 1);
  bothEndian16(out, 124, 1);
  bothEndian16(out, 128, sector);
  bothEndian32(out, 132, pathTableSize);
  out.writeUInt32LE(18, 140);
  out.writeUInt32BE(19, 148);
  record("\0", root.sector, root.size, true).copy(out, 156);
  out.fill(" ", 190, 813);
  for (const at of [813, 830]) out.write("2026080200000000\0", at, 17, "latin1");
  for (const at of [847, 864]) out.write("0000000000000000\0", at, 17, "latin1");
  out[881] = 1;
  return out;
}

function bothEndian32(out: Buffer, offset: number, value: number): void {
  out.writeUInt32LE(value, offset);
  out.writeUInt32BE(value, offset + 4);
}

function bothEndian16(out: Buffer, offset: number, value: number): void {
  out.writeUInt16LE(value, offset);
  out.writeUInt16BE(value, offset + 2);
}
