import { closeSync, openSync, readSync } from "node:fs";

const sector = 2048;

/** Where a file's bytes lie in the image. */
export interface IsoExtent {
  readonly offset: number;
  readonly length: number;
}

interface Entry {
  readonly extent: IsoExtent;
  readonly isDirectory: boolean;
}

/** Reads the primary tree of an ISO 9660 image that lies in a file, without loading it whole. */
export class Iso9660Reader {
  private constructor(
    private readonly descriptor: number,
    private readonly root: IsoExtent,

    /** Name of the volume. */
    readonly label: string,
    private readonly names: "latin1" | "joliet" = "latin1",
  ) {}

  /** Opens an image; whoever opens it closes it. */
  static open(path: string): Iso9660Reader {
    const descriptor = openSync(path, "r");
    try {
      const primary = readAt(descriptor, 16 * sector, sector);
      if (primary[0] !== 1 || primary.toString("latin1", 1, 6) !== "CD001") throw new Error("no ISO 9660 image");
      return new Iso9660Reader(descriptor, extentOf(primary, 156), labelOf(primary));
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /** Opens the tree with the long names, as Linux does where there is one; undefined if there is none. */
  static openJoliet(path: string): Iso9660Reader | undefined {
    const descriptor = openSync(path, "r");
    try {
      const primary = readAt(descriptor, 16 * sector, sector);
      for (let index = 17; index < 17 + descriptorLimit; index += 1) {
        const volume = readAt(descriptor, index * sector, sector);
        if (volume.toString("latin1", 1, 6) !== "CD001" || volume[0] === 255) break;
        const isJoliet = volume[0] === 2 && ["%/@", "%/C", "%/E"].includes(volume.toString("latin1", 88, 91));
        if (isJoliet) return new Iso9660Reader(descriptor, extentOf(volume, 156), labelOf(primary), "joliet");
      }
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    closeSync(descriptor);
    return undefined;
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** Finds a file by its path, in any case; undefined if it is not there. */
  find(path: string): IsoExtent | undefined {
    let here: Entry | undefined = { extent: this.root, isDirectory: true };
    for (const part of path.toUpperCase().split("/")) {
      if (!here?.isDirectory) return undefined;
      here = this.entries(here.extent).get(part);
    }
    return here?.extent;
  }

  /** The bytes of a file; undefined if it is not there. */
  read(path: string): Buffer | undefined {
    const extent = this.find(path);
    return extent && readAt(this.descriptor, extent.offset, extent.length);
  }

  /** Bytes at a place of the image. */
  bytes(offset: number, length: number): Buffer {
    return readAt(this.descriptor, offset, length);
  }

  private entries(directory: IsoExtent): Map<string, Entry> {
    const bytes = readAt(this.descriptor, directory.offset, directory.length);
    const found = new Map<string, Entry>();
    let offset = 0;
    while (offset < bytes.length) {
      const length = bytes[offset] ?? 0;
      if (length === 0) {
        // The rest of this sector is padding.
        offset = (Math.floor(offset / sector) + 1) * sector;
        continue;
      }
      const name = this.nameOf(bytes.subarray(offset + 33, offset + 33 + (bytes[offset + 32] ?? 0)));
      found.set(name.toUpperCase().replace(/;\d+$/, "").replace(/\.$/, ""), {
        extent: extentOf(bytes, offset),
        isDirectory: ((bytes[offset + 25] ?? 0) & 2) !== 0,
      });
      offset += length;
    }
    return found;
  }

  private nameOf(bytes: Buffer): string {
    // One byte alone is the folder itself, or the one above it.
    if (this.names === "latin1" || bytes.length < 2) return bytes.toString("latin1");
    return Buffer.from(bytes).swap16().toString("utf16le");
  }
}

/** More descriptors than any image has. */
const descriptorLimit = 16;

function labelOf(primary: Buffer): string {
  return primary.toString("latin1", 40, 72).trimEnd();
}

function extentOf(bytes: Buffer, offset: number): IsoExtent {
  return { offset: bytes.readUInt32LE(offset + 2) * sector, length: bytes.readUInt32LE(offset + 10) };
}

function readAt(descriptor: number, offset: number, length: number): Buffer {
  const out = Buffer.alloc(length);
  const read = readSync(descriptor, out, 0, length, offset);
  if (read < length) throw new Error("the image is cut off");
  return out;
}
