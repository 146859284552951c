import { folderRecord } from "./directory";
import { both, SECTOR } from "./fields";

/** What the image says of itself. */
export interface Volume {
  /** Whether it is the description with the real names. */
  readonly isJoliet: boolean;

  readonly label: string;

  /** How many sectors the image has. */
  readonly sectors: number;

  /** Sector of its folder. */
  readonly root: number;

  /** Sector of the table of folders in little-endian order; the other one follows. */
  readonly table: number;
}

/** What every description begins with, and the version of its layout. */
const MARK = Buffer.concat([Buffer.from("CD001"), Buffer.from([1])]);

const PATH_TABLE_SIZE = 10;
const JOLIET_LEVEL_3 = "%/E";
const NO_TIME = Buffer.concat([Buffer.alloc(16, "0"), Buffer.from([0])]);

/** ISO 9660, sections 8.4 and 8.5. */
export function volumeDescriptor({ isJoliet, label, sectors, root, table }: Volume): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  const text = (value: string, offset: number, length: number): void => {
    const padded = isJoliet
      ? Buffer.from(value.padEnd(length >> 1), "utf16le").swap16()
      : Buffer.from(value.padEnd(length), "latin1");
    padded.copy(bytes, offset, 0, length);
  };
  bytes.writeUInt8(isJoliet ? 2 : 1, 0);
  MARK.copy(bytes, 1);
  text("", 8, 32);
  text(label, 40, 32);
  both(sectors, 4).copy(bytes, 80);
  if (isJoliet) bytes.write(JOLIET_LEVEL_3, 88, "latin1");
  both(1, 2).copy(bytes, 120);
  both(1, 2).copy(bytes, 124);
  both(SECTOR, 2).copy(bytes, 128);
  both(PATH_TABLE_SIZE, 4).copy(bytes, 132);
  bytes.writeUInt32LE(table, 140);
  bytes.writeUInt32BE(table + 1, 148);
  folderRecord(root, 0).copy(bytes, 156);
  // Set, publisher, preparer, application; then copyright, abstract and bibliography.
  for (const [offset, length] of [
    [190, 128],
    [318, 128],
    [446, 128],
    [574, 128],
    [702, 37],
    [739, 37],
    [776, 37],
  ] as const) {
    text("", offset, length);
  }
  for (const offset of [813, 830, 847, 864]) NO_TIME.copy(bytes, offset);
  bytes.writeUInt8(1, 881);
  return bytes;
}

/** After the last description. ISO 9660, section 8.3. */
export function terminator(): Buffer {
  return Buffer.concat([Buffer.from([255]), MARK]);
}
