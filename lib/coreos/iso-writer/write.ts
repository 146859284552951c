import { volumeDescriptor, terminator } from "./descriptors";
import { directory, pathTable } from "./directory";
import { SECTOR, sectorsOf } from "./fields";

/** A file in the only folder of an image. */
export interface FlatFile {
  /** As Linux shows it: up to 64 letters, digits, dots and dashes. */
  readonly name: string;

  /** As a reader without Joliet shows it: up to 8 upper-case letters, digits and underscores. */
  readonly shortName: string;

  readonly content: Buffer;
}

/** Where the parts lie, in sectors. The first 16 belong to boot loaders. */
const AT = { primary: 16, joliet: 17, end: 18, tables: 19, primaryRoot: 23, jolietRoot: 24, files: 25 };

/**
 * Writes an ISO 9660 image of one folder, once with short names and once, in Joliet, with the real ones. The same files
 * give the same bytes: it holds no times and no ids.
 *
 * @param label volume name, as `/dev/disk/by-label` has it: up to 16 ASCII characters
 */
export function writeFlatIso(label: string, files: readonly FlatFile[]): Buffer {
  let next = AT.files;
  const placed = files.map(({ name, shortName, content }) => {
    const extent = next;
    next += sectorsOf(content.length);
    return { name, shortName: `${shortName}.;1`, content, extent };
  });
  const image = Buffer.alloc(next * SECTOR);
  const put = (sector: number, bytes: Buffer): void => void bytes.copy(image, sector * SECTOR);
  for (const kind of ["primary", "joliet"] as const) {
    const isJoliet = kind === "joliet";
    const root = isJoliet ? AT.jolietRoot : AT.primaryRoot;
    const table = AT.tables + (isJoliet ? 2 : 0);
    put(AT[kind], volumeDescriptor({ isJoliet, label, sectors: next, root, table }));
    put(table, pathTable(root, "little"));
    put(table + 1, pathTable(root, "big"));
    const entries = placed.map(({ name, shortName, content, extent }) => ({
      name: isJoliet ? ucs2(`${name};1`) : Buffer.from(shortName, "latin1"),
      extent,
      length: content.length,
    }));
    put(root, directory(root, entries));
  }
  put(AT.end, terminator());
  for (const { extent, content } of placed) put(extent, content);
  return image;
}

/** Names of Joliet: two bytes a character, the high one first. */
function ucs2(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}
