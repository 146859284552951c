const SECTOR = 2048;

/** Files by path; folders are made of the paths. Names are given in 8.3. */
export type IsoFiles = Readonly<Record<string, Buffer | string>>;

/** Builds the least of an ISO 9660 image by hand: a primary volume descriptor and a tree. */
export function tinyIso(files: IsoFiles): { bytes: Buffer; extentOf(path: string): number } {
  const root: Folder = { entries: new Map() };
  for (const [path, content] of Object.entries(files)) add(root, path.split("/"), Buffer.from(content));
  const sectors: Buffer[] = [];
  const extents = new Map<string, number>();
  const place = (bytes: Buffer): number => {
    const at = 18 + sectors.length;
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & (SECTOR - 1))]);
    for (let offset = 0; offset < Math.max(padded.length, 1); offset += SECTOR) {
      sectors.push(padded.subarray(offset, offset + SECTOR));
    }
    return at;
  };
  const build = (folder: Folder, path: string): { extent: number; length: number } => {
    const records = [...folder.entries].map(([name, entry]) => {
      const inner = path === "" ? name : `${path}/${name}`;
      if (!Buffer.isBuffer(entry)) return record(name, build(entry, inner), true);
      const extent = place(entry);
      extents.set(inner, extent);
      return record(`${name};1`, { extent, length: entry.length }, false);
    });
    const self = record("\0", { extent: 0, length: SECTOR }, true);
    const parent = record("\u0001", { extent: 0, length: SECTOR }, true);
    const bytes = inSectors([self, parent, ...records]);
    return { extent: place(bytes), length: bytes.length };
  };
  const top = build(root, "");
  const image = Buffer.concat([Buffer.alloc(18 * SECTOR), ...sectors.map((one) => Buffer.concat([one], SECTOR))]);
  const descriptor = image.subarray(16 * SECTOR, 17 * SECTOR);
  descriptor.write("\u0001CD001\u0001", 0, "latin1");
  descriptor.writeUInt16LE(SECTOR, 128);
  record("\0", top, true).copy(descriptor, 156);
  image.write("\u00ffCD001\u0001", 17 * SECTOR, "latin1");
  return { bytes: image, extentOf: (path) => (extents.get(path) ?? Number.NaN) * SECTOR };
}

interface Folder {
  readonly entries: Map<string, Folder | Buffer>;
}

function add(folder: Folder, [name = "", ...rest]: readonly string[], content: Buffer): void {
  if (rest.length === 0) {
    folder.entries.set(name, content);
    return;
  }
  const known = folder.entries.get(name);
  const inner = known === undefined || Buffer.isBuffer(known) ? { entries: new Map() } : known;
  folder.entries.set(name, inner);
  add(inner, rest, content);
}

function record(name: string, { extent, length }: { extent: number; length: number }, isFolder: boolean): Buffer {
  const size = 33 + name.length + ((name.length + 1) & 1);
  const bytes = Buffer.alloc(size);
  bytes.writeUInt8(size, 0);
  bytes.writeUInt32LE(extent, 2);
  bytes.writeUInt32BE(extent, 6);
  bytes.writeUInt32LE(length, 10);
  bytes.writeUInt32BE(length, 14);
  bytes.writeUInt8(isFolder ? 2 : 0, 25);
  bytes.writeUInt8(name.length, 32);
  bytes.write(name, 33, "latin1");
  return bytes;
}

/** Records do not cross the end of a sector. */
function inSectors(records: readonly Buffer[]): Buffer {
  const sectors: Buffer[] = [];
  let current = Buffer.alloc(0);
  for (const one of records) {
    if (current.length + one.length > SECTOR) {
      sectors.push(Buffer.concat([current], SECTOR));
      current = Buffer.alloc(0);
    }
    current = Buffer.concat([current, one]);
  }
  return Buffer.concat([...sectors, Buffer.concat([current], SECTOR)]);
}
