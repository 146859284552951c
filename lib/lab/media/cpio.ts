import { inflateRawSync } from "node:zlib";

/** A member of an archive: `mode` as in stat(2), type bits included. */
export interface CpioMember {
  readonly name: string;
  readonly mode: number;
  readonly data: Buffer;
}

const headerSize = 110;
const trailer = "TRAILER!!!";

/** Reads what an initramfs or an embed area holds: newc archives, each plain or gzip, one after another, with zeros between. */
export function readCpioArchives(bytes: Buffer): CpioMember[] {
  const members: CpioMember[] = [];
  let rest = skipZeros(bytes);
  while (rest.length > 0) {
    if (rest[0] === 0x1f && rest[1] === 0x8b) {
      const { data, length } = inflate(rest);
      members.push(...readCpioArchives(data));
      rest = skipZeros(rest.subarray(length));
    } else {
      const { found, length } = readNewc(rest);
      members.push(...found);
      rest = skipZeros(rest.subarray(length));
    }
  }
  return members;
}

/** Writes one newc archive; folders above each member are added. */
export function writeCpio(members: readonly CpioMember[]): Buffer {
  const parts: Buffer[] = [];
  members.forEach((member, index) => parts.push(...entry(member.name, member.mode, member.data, index + 1)));
  parts.push(...entry(trailer, 0, Buffer.alloc(0), 0));
  return Buffer.concat(parts);
}

function readNewc(bytes: Buffer): { found: CpioMember[]; length: number } {
  const found: CpioMember[] = [];
  let offset = 0;
  for (;;) {
    if (bytes.toString("latin1", offset, offset + 6) !== "070701") {
      throw new Error("invalid magic at start of compressed archive");
    }
    const field = (index: number): number => {
      const at = offset + 6 + index * 8;
      const value = Number.parseInt(bytes.toString("latin1", at, at + 8), 16);
      if (Number.isNaN(value)) throw new Error("junk in a cpio header");
      return value;
    };
    const mode = field(1);
    const size = field(6);
    const nameSize = field(11);
    const name = bytes.toString("utf8", offset + headerSize, offset + headerSize + nameSize - 1);
    const start = aligned(offset + headerSize + nameSize);
    if (start + size > bytes.length) throw new Error(`cpio member ${name} is cut off`);
    offset = aligned(start + size);
    if (name === trailer) return { found, length: Math.min(offset, bytes.length) };
    found.push({ name, mode, data: Buffer.from(bytes.subarray(start, start + size)) });
  }
}

/** Inflates the gzip stream at the start and tells how long it was, whatever comes after it. */
function inflate(bytes: Buffer): { data: Buffer; length: number } {
  const flags = bytes[3] ?? 0;
  let start = 10;
  if (flags & 4) start += 2 + bytes.readUInt16LE(start);
  if (flags & 8) start = bytes.indexOf(0, start) + 1;
  if (flags & 16) start = bytes.indexOf(0, start) + 1;
  if (flags & 2) start += 2;
  const result: unknown = inflateRawSync(bytes.subarray(start), { info: true });
  if (!isInflated(result)) throw new Error("zlib did not say how much it read");
  const end = start + result.engine.bytesWritten;
  if (bytes.readUInt32LE(end + 4) !== result.buffer.length >>> 0) throw new Error("gzip: length error");
  if (bytes.readUInt32LE(end) !== crc32(result.buffer)) throw new Error("gzip: crc error");
  return { data: result.buffer, length: end + 8 };
}

function isInflated(value: unknown): value is { buffer: Buffer; engine: { bytesWritten: number } } {
  return typeof value === "object" && value !== null && "buffer" in value && "engine" in value;
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function entry(name: string, mode: number, data: Buffer, inode: number): Buffer[] {
  const nameBytes = Buffer.from(`${name}\0`);
  const fields = [inode, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, nameBytes.length, 0];
  const header = "070701" + fields.map((value) => value.toString(16).toUpperCase().padStart(8, "0")).join("");
  const head = Buffer.concat([Buffer.from(header, "latin1"), nameBytes]);
  return [padded(head), padded(data)];
}

const aligned = (offset: number): number => (offset + 3) & ~3;

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)]);
}

function skipZeros(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start += 1;
  return bytes.subarray(start);
}
