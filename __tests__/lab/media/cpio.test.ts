import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { readCpioArchives, writeCpio } from "../../../lib/lab/media/cpio";
import { newc } from "../world/guest-config";

const names = (bytes: Buffer): string[] => readCpioArchives(bytes).map(({ name }) => name);

describe("readCpioArchives", () => {
  it("reads a member with its mode and bytes", () => {
    expect(readCpioArchives(newc("config.ign", Buffer.from("{}")))).toEqual([
      { name: "config.ign", mode: 0o100644, data: Buffer.from("{}") },
    ]);
  });

  it("reads plain and gzip archives one after another, with zeros between", () => {
    const plain = newc("a", Buffer.from("1"));
    const packed = gzipSync(newc("b", Buffer.from("22")));
    const zeros = Buffer.alloc(512);

    expect(names(Buffer.concat([plain, zeros, packed, zeros, packed, plain, zeros]))).toEqual(["a", "b", "b", "a"]);
  });

  it("says nothing of an area that is all zeros", () => {
    expect(readCpioArchives(Buffer.alloc(4096))).toEqual([]);
  });

  it.each([
    ["a script", Buffer.from("#!ipxe\n"), "invalid magic"],
    ["an archive that is cut off", newc("a", Buffer.alloc(64, 1)).subarray(0, 140), "cut off"],
    ["a flipped gzip byte", flipped(gzipSync(newc("a", Buffer.from("hello")))), "gzip: crc error"],
  ])("refuses %s", (_name, bytes, message) => {
    expect(() => readCpioArchives(bytes)).toThrow(message);
  });

  it("reads back whatever was written", () => {
    const member = fc.record({
      name: fc.stringMatching(/^[a-z]{1,9}(\/[a-z.]{1,9})?$/),
      mode: fc.constantFrom(0o100644, 0o100755),
      data: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    });

    fc.assert(
      fc.property(fc.array(member), fc.boolean(), (members, packed) => {
        const archive = writeCpio(members);
        expect(readCpioArchives(packed ? gzipSync(archive) : archive)).toEqual(members);
      }),
    );
  });
});

/** The checksum in the trailer no longer fits. */
function flipped(bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  out.writeUInt8((out[out.length - 8] ?? 0) ^ 1, out.length - 8);
  return out;
}
