import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { imageInMemory, withImageFile } from "../../lib/coreos/image-file";
import { findFile } from "../../lib/coreos/iso9660";
import { readLiveIso } from "../../lib/coreos/live-iso";
import { ConfigError } from "../../lib/values/config-error";
import { hasProgram } from "./has-program";
import { type IsoFiles, tinyIso } from "./tiny-iso";

const KARGS = "mitigations=auto,nosmt coreos.liveiso=fedora-coreos";
const region = (text: string): string => `${text}\n`.padEnd(200, "#");
const argumentsJson = (files: readonly object[], size = 200): string => JSON.stringify({ default: KARGS, files, size });

const files = {
  "COREOS/IGNINFO.JSO": JSON.stringify({ file: "images/ignition.img" }),
  "COREOS/KARGS.JSO": argumentsJson([
    { path: "EFI/fedora/grub.cfg", offset: 10, pad: "#", end: "\n" },
    { path: "isolinux/isolinux.cfg", offset: 0, pad: "#", end: "\n" },
  ]),
  "EFI/FEDORA/GRUB.CFG": `linux ... ${region(KARGS)}`,
  "IMAGES/IGNITION.IMG": Buffer.alloc(4096),
  "ISOLINUX/ISOLINUX.CFG": region(KARGS),
} satisfies IsoFiles;

describe("findFile", () => {
  it("finds long names by their 8.3 names, in folders of more than one sector", async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`IMAGES/FILE${index}.BIN`, "x"]));
    const { bytes, extentOf } = tinyIso({ ...many, ...files });

    expect(await findFile(imageInMemory(bytes), "images/ignition.img")).toEqual({
      offset: extentOf("IMAGES/IGNITION.IMG"),
      length: 4096,
    });
  });

  it("does not take a folder for a file, nor a file for a folder", async () => {
    const image = imageInMemory(tinyIso(files).bytes);

    expect(await findFile(image, "images")).toBeUndefined();
    expect(await findFile(image, "images/ignition.img/x")).toBeUndefined();
    expect(await findFile(image, "nothing/at/all")).toBeUndefined();
  });

  (hasProgram("xorriso") ? it : it.skip)("agrees with xorriso on an image that xorriso made", async () => {
    const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
    try {
      writeFileSync(join(folder, "ignition.img"), "find me");
      const image = join(folder, "image.iso");
      execFileSync(
        "xorriso",
        ["-as", "mkisofs", "-quiet", "-o", image, "-graft-points", `images/ignition.img=${folder}/ignition.img`],
        { stdio: "ignore" },
      );
      const found = await withImageFile(image, async (reader) => {
        const extent = await findFile(reader, "images/ignition.img");
        return extent && (await reader.read(extent.offset, extent.length)).toString();
      });
      expect(found).toBe("find me");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("readLiveIso", () => {
  const read = (changes: IsoFiles = {}, without: readonly string[] = []) => {
    const kept = Object.entries({ ...files, ...changes }).filter(([path]) => !without.includes(path));
    const { bytes, extentOf } = tinyIso(Object.fromEntries(kept));
    return { iso: readLiveIso(imageInMemory(bytes)), extentOf, bytes };
  };

  it("finds the area of the Ignition config and every place of the kernel arguments", async () => {
    const { iso, extentOf, bytes } = read();

    expect(await iso).toEqual({
      size: bytes.length,
      ignition: { offset: extentOf("IMAGES/IGNITION.IMG"), length: 4096 },
      kernelArguments: {
        original: KARGS,
        regions: [
          { offset: extentOf("EFI/FEDORA/GRUB.CFG") + 10, length: 200, pad: "#", end: "\n" },
          { offset: extentOf("ISOLINUX/ISOLINUX.CFG"), length: 200, pad: "#", end: "\n" },
        ],
      },
    });
  });

  it("takes the part of a file that igninfo.json names", async () => {
    const { iso, extentOf } = read({
      "COREOS/IGNINFO.JSO": JSON.stringify({ file: "images/ignition.img", offset: 1024, length: 512 }),
    });

    expect((await iso).ignition).toEqual({ offset: extentOf("IMAGES/IGNITION.IMG") + 1024, length: 512 });
  });

  it("takes the whole of images/ignition.img where igninfo.json is missing", async () => {
    const { iso, extentOf } = read({}, ["COREOS/IGNINFO.JSO"]);

    expect((await iso).ignition).toEqual({ offset: extentOf("IMAGES/IGNITION.IMG"), length: 4096 });
  });

  it("finds the kernel arguments of images older than kargs.json", async () => {
    const kept = Object.fromEntries(Object.entries(files).filter(([path]) => path !== "COREOS/KARGS.JSO"));
    const iso = tinyIso(kept);
    iso.bytes.write("coreKarg", 32672, "latin1");
    iso.bytes.writeBigUInt64LE(200n, 32680);
    iso.bytes.writeBigUInt64LE(BigInt(iso.extentOf("ISOLINUX/ISOLINUX.CFG")), 32688);
    iso.bytes.writeBigUInt64LE(BigInt(iso.extentOf("EFI/FEDORA/GRUB.CFG") + 10), 32696);

    expect((await readLiveIso(imageInMemory(iso.bytes))).kernelArguments).toEqual({
      original: KARGS,
      regions: [{ offset: iso.extentOf("EFI/FEDORA/GRUB.CFG") + 10, length: 200, pad: "#", end: "\n" }],
    });
  });

  it("knows of no kernel arguments where the image describes none", async () => {
    expect((await read({}, ["COREOS/KARGS.JSO"]).iso).kernelArguments).toBeUndefined();
  });

  it.each<[string, IsoFiles, readonly string[], string]>([
    ["an image without an embed area", {}, ["IMAGES/IGNITION.IMG"], "coreos/no-embed-area"],
    [
      "an area past the file's end",
      { "COREOS/IGNINFO.JSO": '{"file":"images/ignition.img","offset":4000,"length":100}' },
      [],
      "coreos/broken-iso",
    ],
    ["a description that is not JSON", { "COREOS/IGNINFO.JSO": "{" }, [], "coreos/broken-iso"],
    ["a description of the wrong form", { "COREOS/IGNINFO.JSO": '{"file":1}' }, [], "coreos/invalid-type"],
    [
      "arguments that differ between boot loaders",
      { "ISOLINUX/ISOLINUX.CFG": region("other") },
      [],
      "coreos/broken-iso",
    ],
    ["arguments in a file that is not there", {}, ["ISOLINUX/ISOLINUX.CFG"], "coreos/broken-iso"],
    [
      "arguments longer than any",
      { "COREOS/KARGS.JSO": argumentsJson([{ path: "isolinux/isolinux.cfg", offset: 0 }], 4096) },
      [],
      "coreos/too-big",
    ],
  ])("refuses %s", async (_name, changes, without, code) => {
    await expect(read(changes, without).iso).rejects.toMatchObject({ problems: [{ code }] });
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["a file that is no image", Buffer.alloc(64 * 1024, "x")],
  ])("refuses %s", async (_name, bytes) => {
    await expect(readLiveIso(imageInMemory(bytes))).rejects.toMatchObject({
      problems: [{ code: "coreos/not-an-iso" }],
    });
  });

  it("meets a damaged image with nothing but a ConfigError", async () => {
    const { bytes } = tinyIso(files);

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
        fc.nat({ max: bytes.length }),
        async (changes, length) => {
          const damaged = Buffer.from(bytes.subarray(0, Math.max(length, 17 * 2048)));
          for (const [at, value] of changes) if (at < damaged.length) damaged.writeUInt8(value, at);
          const outcome = await readLiveIso(imageInMemory(damaged)).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ConfigError);
        },
      ),
      { numRuns: 300 },
    );
  });
});
