import type { ImageReader } from "./iso9660";
import type { LiveIso } from "./live-iso";

const HEADER = { offset: 32672, length: 72 };

/**
 * The description of the kernel arguments that images had before `coreos/kargs.json`: in the system area a magic word,
 * the length of every region, the offset of the default text, and up to six offsets of regions, 64 bits each.
 */
export async function readLegacyArguments(image: ImageReader, limit: number): Promise<LiveIso["kernelArguments"]> {
  const header = await image.read(HEADER.offset, HEADER.length);
  if (header.length < HEADER.length || header.toString("latin1", 0, 8) !== "coreKarg") return undefined;
  const [length = 0, original = 0, ...offsets] = Array.from({ length: 8 }, (_, index) =>
    Number(header.readBigUInt64LE(8 + index * 8)),
  );
  const used = offsets.filter((offset) => offset !== 0);
  const isSound = length > 0 && length <= limit && [original, ...used].every((offset) => offset + length <= image.size);
  if (!isSound || used.length === 0) return undefined;
  const text = (await image.read(original, length)).toString("latin1");
  return {
    original: text.replace(/#*$/, "").trim(),
    regions: used.map((offset) => ({ offset, length, pad: "#", end: "\n" })),
  };
}
