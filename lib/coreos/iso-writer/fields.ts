/** Bytes that everything on a CD is counted in. */
export const SECTOR = 2048;

/** How many sectors so many bytes take; an empty file takes one, so that each has a place of its own. */
export function sectorsOf(length: number): number {
  return Math.max(1, Math.ceil(length / SECTOR));
}

/** A number in both byte orders, as ISO 9660 (section 7.2.3 and 7.3.3) has it. */
export function both(value: number, size: 2 | 4): Buffer {
  const bytes = Buffer.alloc(2 * size);
  bytes.writeUIntLE(value, 0, size);
  bytes.writeUIntBE(value, size, size);
  return bytes;
}
