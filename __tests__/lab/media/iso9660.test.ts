import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Iso9660Reader } from "../../../lib/lab/media/iso9660-reader";
import { writeIso9660, type IsoFile } from "../../../lib/lab/media/iso9660-writer";

const directory = mkdtempSync(join(tmpdir(), "slipway-iso-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function opened<T>(image: Buffer, use: (iso: Iso9660Reader) => T): T {
  const path = join(directory, "image.iso");
  writeFileSync(path, image);
  const iso = Iso9660Reader.open(path);
  try {
    return use(iso);
  } finally {
    iso.close();
  }
}

describe("writeIso9660", () => {
  const image = writeIso9660("LAB", [
    { path: "A/ONE.TXT", data: Buffer.from("one") },
    { path: "TWO", data: Buffer.alloc(0) },
  ]);

  it("writes the descriptors where ISO 9660 has them", () => {
    expect(image.length % 2048).toBe(0);
    expect(image.toString("latin1", 16 * 2048, 16 * 2048 + 7)).toBe("\u0001CD001\u0001");
    expect(image.toString("latin1", 16 * 2048 + 40, 16 * 2048 + 72)).toBe("LAB".padEnd(32));
    expect(image.readUInt32LE(16 * 2048 + 80)).toBe(image.length / 2048);
    expect(image.toString("latin1", 17 * 2048, 17 * 2048 + 7)).toBe("\u00ffCD001\u0001");
  });

  it("puts each file at the start of a sector", () => {
    expect(opened(image, (iso) => iso.find("A/ONE.TXT"))).toEqual({ offset: 23 * 2048, length: 3 });
    expect(image.toString("latin1", 23 * 2048, 23 * 2048 + 3)).toBe("one");
  });

  it.each(["lower.txt", "TOOLONGNAME.TXT", "A/B.EXTRA-", "../X"])("refuses the path %s", (path) => {
    expect(() => writeIso9660("LAB", [{ path, data: Buffer.alloc(0) }])).toThrow(`${path} is no upper-case 8.3 path`);
  });
});

describe("Iso9660Reader", () => {
  it("finds a file in any case, and says undefined of one that is not there", () => {
    const image = writeIso9660("LAB", [{ path: "EFI/FEDORA/GRUB.CFG", data: Buffer.from("grub") }]);

    expect(opened(image, (iso) => iso.read("EFI/fedora/grub.cfg")?.toString())).toBe("grub");
    expect(opened(image, (iso) => iso.read("EFI/fedora/grub.conf"))).toBeUndefined();
    expect(opened(image, (iso) => iso.read("EFI/FEDORA/GRUB.CFG/X"))).toBeUndefined();
  });

  it("refuses what is no image", () => {
    expect(() => opened(Buffer.alloc(64 * 2048), () => undefined)).toThrow("no ISO 9660 image");
  });

  it("refuses an image that is cut off", () => {
    const image = writeIso9660("LAB", [{ path: "A", data: Buffer.alloc(5000, 1) }]);

    expect(() => opened(image.subarray(0, image.length - 2048), (iso) => iso.read("A"))).toThrow("cut off");
  });

  it("reads back whatever was written", () => {
    const name = fc.stringMatching(/^[A-Z0-9_]{1,8}$/);
    const path = fc
      .tuple(name, name, name)
      .map(([a, b, c]) => `D_${a}/D_${b}`.slice(0, 17).replace(/(D_\w{6})\w*/g, "$1") + `/F.${c.slice(0, 3)}`);
    const files = fc.uniqueArray(fc.record({ path, data: fc.uint8Array({ maxLength: 5000 }) }), {
      selector: (file) => file.path,
      maxLength: 80,
    });

    fc.assert(
      fc.property(files, (generated) => {
        const written: IsoFile[] = generated.map(({ path: at, data }) => ({ path: at, data: Buffer.from(data) }));
        opened(writeIso9660("LAB", written), (iso) => {
          for (const file of written) expect(iso.read(file.path)).toEqual(file.data);
        });
      }),
      { numRuns: 25 },
    );
  });
});
