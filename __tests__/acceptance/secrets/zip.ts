import { inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL_HEADER = 30;

/** The members of a zip archive, such as a saved plan, unpacked: names and bytes. */
export function membersOf(archive: Buffer): readonly (readonly [string, Buffer])[] {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06"));
  if (end < 0 || archive.readUInt32LE(end) !== END) throw new Error("this is no zip archive");
  const members: [string, Buffer][] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== CENTRAL) throw new Error("the archive's directory is broken");
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const local = archive.readUInt32LE(at + 42);
    const start = local + LOCAL_HEADER + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(start, start + size);
    members.push([archive.toString("utf8", at + 46, at + 46 + name), method === 0 ? packed : inflateRawSync(packed)]);
    at += 46 + name + extra + comment;
  }
  return members;
}
