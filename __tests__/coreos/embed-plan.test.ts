import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { readCpio } from "../../lib/coreos/cpio";
import { type Customisation, embedPlan, type Patch } from "../../lib/coreos/embed-plan";
import type { LiveIso } from "../../lib/coreos/live-iso";
import { patched, patchedStream } from "../../lib/coreos/patched-stream";
import { ConfigError } from "../../lib/values/config-error";

const iso: LiveIso = {
  size: 100_000,
  ignition: { offset: 50_000, length: 2048 },
  kernelArguments: {
    original: "quiet a=b",
    regions: [
      { offset: 10_000, length: 60, pad: "#", end: "\n" },
      { offset: 90_000, length: 60, pad: " ", end: "\0" },
    ],
  },
};
const config = Buffer.from('{"ignition":{"version":"3.4.0"}}');

const problemsOf = (customisation: Customisation, image = iso): ConfigError["problems"] => {
  try {
    embedPlan(image, customisation);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error("nothing was refused");
};

describe("embedPlan", () => {
  it("fills the whole area with a cpio archive that holds config.ign, and zeros", () => {
    const [patch] = embedPlan(iso, { ignition: config });

    expect([patch?.offset, patch?.bytes.length]).toEqual([50_000, 2048]);
    expect(readCpio(patch?.bytes ?? Buffer.alloc(0))).toEqual([
      { path: "config.ign", mode: 0o100600, content: config },
    ]);
    expect(patch?.bytes.subarray(512).every((byte) => byte === 0)).toBe(true);
  });

  it("compresses what does not fit as it is", () => {
    const large = Buffer.from(JSON.stringify({ text: "slipway ".repeat(1000) }));

    const [patch] = embedPlan(iso, { ignition: large });

    expect(patch?.bytes.length).toBe(2048);
    expect(patch?.bytes.subarray(0, 10)).toEqual(Buffer.from("1f8b08000000000002ff", "hex"));
    // Zeros after the compressed bytes are no part of them.
    expect(readCpio(gunzipSync(patch?.bytes ?? Buffer.alloc(0)))).toEqual([
      { path: "config.ign", mode: 0o100600, content: large },
    ]);
  });

  it("adds network keyfiles, sorted, with their folders", () => {
    const [patch] = embedPlan(iso, {
      ignition: config,
      networkKeyfiles: { "b.nmconnection": "[b]", "a.nmconnection": "[a]" },
    });

    expect(
      readCpio(patch?.bytes ?? Buffer.alloc(0)).map(({ path, mode, content }) => [path, mode, content.toString()]),
    ).toEqual([
      ["config.ign", 0o100600, config.toString()],
      ["etc", 0o040755, ""],
      ["etc/coreos-firstboot-network", 0o040755, ""],
      ["etc/coreos-firstboot-network/a.nmconnection", 0o100600, "[a]"],
      ["etc/coreos-firstboot-network/b.nmconnection", 0o100600, "[b]"],
    ]);
  });

  it("writes the arguments to every place, with its own end and padding", () => {
    const patches = embedPlan(iso, { ignition: config, kernelArguments: ["coreos.liveiso.fromram", "x=1"] });

    expect(patches.map(({ offset }) => offset)).toEqual([10_000, 50_000, 90_000]);
    expect(patches[0]?.bytes.toString()).toBe("quiet a=b coreos.liveiso.fromram x=1\n".padEnd(60, "#"));
    expect(patches[2]?.bytes.toString()).toBe("quiet a=b coreos.liveiso.fromram x=1\0".padEnd(60, " "));
  });

  it("gives the same bytes for the same input, and stays inside its areas", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 3000 }),
        fc.array(fc.stringMatching(/^[!-~]{1,12}$/), { maxLength: 3 }),
        (bytes, kernelArguments) => {
          const customisation = { ignition: Buffer.from(bytes), kernelArguments };
          let patches: readonly Patch[];
          try {
            patches = embedPlan(iso, customisation);
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
            return;
          }
          expect(embedPlan(iso, customisation)).toEqual(patches);
          const allowed = new Map(
            [iso.ignition, ...(iso.kernelArguments?.regions ?? [])].map((one) => [one.offset, one.length]),
          );
          for (const patch of patches) expect(patch.bytes.length).toBe(allowed.get(patch.offset));
        },
      ),
    );
  });

  it("refuses a config that is too large, with both sizes", () => {
    const problems = problemsOf({ ignition: randomBytes(4000) });

    expect(problems).toEqual([
      {
        code: "coreos/config-too-large",
        severity: "error",
        path: ["ignition"],
        what: "the Ignition config does not fit into the image, even compressed",
        got: expect.stringMatching(/^4\d{3} bytes compressed, 4000 bytes plain$/),
        allowed: "2048 bytes",
        fix: "move large files out of the config and let it fetch them by URL and hash",
      },
    ]);
  });

  it("answers all problems at once", () => {
    const problems = problemsOf({
      ignition: randomBytes(4000),
      kernelArguments: ["a b", "x".repeat(60)],
      networkKeyfiles: { "../etc/passwd": "" },
    });

    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ["coreos/keyfile-name", ["networkKeyfiles", "../etc/passwd"]],
      ["coreos/config-too-large", ["ignition"]],
      ["coreos/kernel-argument", ["kernelArguments", 0]],
      ["coreos/kernel-arguments-too-long", ["kernelArguments"]],
    ]);
  });

  it("refuses arguments for an image that takes none", () => {
    const problems = problemsOf({ ignition: config, kernelArguments: ["x"] }, { ...iso, kernelArguments: undefined });

    expect(problems.map(({ code }) => code)).toEqual(["coreos/no-kernel-arguments"]);
  });
});

describe("patched", () => {
  it("changes the patched bytes and no other, however the blocks fall", async () => {
    const patch = fc.record({
      offset: fc.nat({ max: 120 }),
      bytes: fc.uint8Array({ maxLength: 60 }).map((one) => Buffer.from(one)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 100 }),
        fc.array(patch, { maxLength: 3 }),
        fc.integer({ min: 1, max: 40 }),
        async (source, patches, size) => {
          const original = Buffer.from(source);
          const expected = Buffer.from(original);
          for (const { offset, bytes } of patches) if (offset < expected.length) bytes.copy(expected, offset);
          const blocks = async function* (): AsyncGenerator<Buffer> {
            for (let at = 0; at < original.length; at += size) yield original.subarray(at, at + size);
          };

          const result: Buffer[] = [];
          for await (const block of patched(blocks(), patches)) result.push(block);

          expect(Buffer.concat(result)).toEqual(expected);
          expect(original).toEqual(Buffer.from(source));
        },
      ),
    );
  });

  it("splices while it reads a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
    try {
      const source = randomBytes(700_000);
      writeFileSync(join(folder, "image"), source);
      const bytes = Buffer.alloc(300_000, 7);

      const result = await buffer(patchedStream(join(folder, "image"), [{ offset: 200_001, bytes }]));

      bytes.copy(source, 200_001);
      expect(result.equals(source)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("fails when the file cannot be read", async () => {
    await expect(buffer(patchedStream("/nowhere/image", []))).rejects.toThrow("ENOENT");
  });
});
