import { refusal } from "./problem";

/** Random access to an image's bytes: a file or, in tests, a buffer. */
export interface ImageReader {
  /** In bytes. */
  readonly size: number;

  /** Answers fewer bytes than asked only at the end of the image. */
  read(offset: number, length: number): Promise<Buffer>;
}

/** Where a file's bytes lie in the image. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

const SECTOR = 2048;
const LARGEST_DIRECTORY = 1024 * 1024;

/** Finds a file in the primary tree of an ISO 9660 image by its long path, such as `coreos/kargs.json`; undefined if it is not there. */
export async function findFile(image: ImageReader, path: string): Promise<Extent | undefined> {
  let found = await rootDirectory(image);
  for (const [index, step] of path.split("/").entries()) {
    const name = shortName(step);
    const records = readDirectory(await readExtent(image, found, LARGEST_DIRECTORY));
    const isLast = index === path.split("/").length - 1;
    const record = records.find((one) => one.name === name && one.directory !== isLast);
    if (record === undefined) return undefined;
    found = record;
  }
  return { offset: found.offset, length: found.length };
}

/** The bytes of an extent. Refuses one that is too large or reaches past the image's end. */
export async function readExtent(image: ImageReader, { offset, length }: Extent, limit: number): Promise<Buffer> {
  if (length > limit || offset + length > image.size) {
    throw notAnIso(`an extent of ${length} bytes at ${offset} does not fit into ${image.size} bytes`);
  }
  return image.read(offset, length);
}

/** `ignition.img` → `IGNITION.IMG`, `igninfo.json` → `IGNINFO.JSO`: the 8.3 name under which the primary tree has it. */
export function shortName(name: string): string {
  const dot = name.lastIndexOf(".");
  const clean = (text: string, length: number): string =>
    text
      .toUpperCase()
      .replaceAll(/[^A-Z0-9_]/g, "_")
      .slice(0, length);
  return dot < 0 ? clean(name, 8) : `${clean(name.slice(0, dot), 8)}.${clean(name.slice(dot + 1), 3)}`;
}

async function rootDirectory(image: ImageReader): Promise<Extent> {
  const descriptor = await image.read(16 * SECTOR, SECTOR);
  const isPrimary =
    descriptor.length === SECTOR && descriptor[0] === 1 && descriptor.toString("latin1", 1, 6) === "CD001";
  if (!isPrimary || descriptor.readUInt16LE(128) !== SECTOR) throw notAnIso("no primary volume descriptor");
  return { offset: descriptor.readUInt32LE(158) * SECTOR, length: descriptor.readUInt32LE(166) };
}

interface DirectoryRecord extends Extent {
  readonly name: string;
  readonly directory: boolean;
}

function readDirectory(bytes: Buffer): readonly DirectoryRecord[] {
  const records: DirectoryRecord[] = [];
  for (let offset = 0; offset + 34 <= bytes.length;) {
    const length = bytes.readUInt8(offset);
    if (length === 0) {
      // A record never crosses a sector's end; the rest of the sector is zero.
      offset += SECTOR - (offset % SECTOR);
      continue;
    }
    const nameEnd = offset + 33 + bytes.readUInt8(offset + 32);
    if (length < 34 || offset + length > bytes.length || nameEnd > offset + length)
      throw notAnIso("a broken directory record");
    records.push({
      name: bytes
        .toString("latin1", offset + 33, nameEnd)
        .replace(/;\d+$/, "")
        .replace(/\.$/, ""),
      directory: (bytes.readUInt8(offset + 25) & 2) !== 0,
      offset: bytes.readUInt32LE(offset + 2) * SECTOR,
      length: bytes.readUInt32LE(offset + 10),
    });
    offset += length;
  }
  return records;
}

function notAnIso(what: string) {
  return refusal("not-an-iso", ["source"], {
    what: `this is not a sound ISO 9660 image: ${what}`,
    fix: "use the live ISO that the stream metadata names",
  });
}
