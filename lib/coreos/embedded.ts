import { decompressAt } from "./compressed";
import { type CpioEntry, readCpioAt } from "./cpio";
import type { ImageReader } from "./iso9660";
import type { LiveIso } from "./live-iso";

/** What somebody has put into a live ISO. */
export interface Embedded {
  /** Files by path, such as `config.ign`; folders are left out. */
  readonly files: ReadonlyMap<string, Buffer>;

  /** The kernel arguments that it has now; undefined if they cannot be changed. */
  readonly kernelArguments: string | undefined;
}

/**
 * Reads what is in the embed areas of a live ISO, whoever wrote it: `coreos-installer`, Slipway, or nobody.
 *
 * @throws ConfigError if an area is damaged, or compressed in a way that this Node cannot read
 */
export async function readEmbedded(image: ImageReader, iso: LiveIso): Promise<Embedded> {
  const area = await image.read(iso.ignition.offset, iso.ignition.length);
  const region = iso.kernelArguments?.regions[0];
  return {
    files: readInitrd(area),
    kernelArguments: region && textOf(await image.read(region.offset, region.length), region),
  };
}

/** What is before the padding and the end character. */
function textOf(bytes: Buffer, { end, pad }: { readonly end: string; readonly pad: string }): string {
  let text = bytes.toString("latin1");
  while (text.endsWith(pad)) text = text.slice(0, -1);
  while (text.endsWith(end)) text = text.slice(0, -1);
  return text.trim();
}

const REGULAR = 0o10;

/**
 * Reads an initrd: archives one after another, each as it is or compressed, with zeros between them. The last copy of a
 * file counts, as it does for the kernel.
 */
export function readInitrd(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = afterZeros(bytes, 0); at < bytes.length;) {
    const compressed = decompressAt(bytes, at);
    const { entries, end } =
      compressed === undefined ? readCpioAt(bytes, at) : unpacked(compressed.content, compressed.end);
    for (const { path, mode, content } of entries) if (mode >> 12 === REGULAR) files.set(path, content);
    at = afterZeros(bytes, end);
  }
  return files;
}

function unpacked(content: Buffer, end: number): { entries: readonly CpioEntry[]; end: number } {
  const entries: CpioEntry[] = [];
  for (let at = afterZeros(content, 0); at < content.length;) {
    const archive = readCpioAt(content, at);
    entries.push(...archive.entries);
    at = afterZeros(content, archive.end);
  }
  return { entries, end };
}

function afterZeros(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] === 0) at++;
  return at;
}
