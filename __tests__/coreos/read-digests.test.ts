import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Patch } from "../../lib/coreos/embed-plan";
import { readDigests } from "../../lib/coreos/read-digests";

const folder = mkdtempSync(join(tmpdir(), "slipway-digests-"));
const path = join(folder, "image");
const content = randomBytes(3 * 1024 * 1024 + 17);

beforeAll(() => writeFileSync(path, content));
afterAll(() => rmSync(folder, { recursive: true }));

const hash = (name: string, bytes: Buffer): string => createHash(name).update(bytes).digest("hex");

function patchedContent(patches: readonly Patch[]): Buffer {
  const changed = Buffer.from(content);
  for (const { offset, bytes } of patches) bytes.copy(changed, offset);
  return changed;
}

const patches = fc
  .array(fc.record({ offset: fc.nat({ max: content.length - 1 }), length: fc.integer({ min: 1, max: 5000 }) }), {
    maxLength: 4,
  })
  .map((places) =>
    places
      .map(({ offset, length }) => ({ offset, bytes: Buffer.alloc(Math.min(length, content.length - offset), 0xa5) }))
      .sort((a, b) => a.offset - b.offset),
  );

describe("readDigests", () => {
  it("hashes a file in several ways at once, and leaves the hashes open", async () => {
    const { hashes: reading, patchedSha256 } = await readDigests(path, { hashes: ["sha256", "sha512", "sha256"] });
    const hashes = await reading;

    expect([...hashes.keys()]).toEqual(["sha256", "sha512"]);
    expect(hashes.get("sha512")?.copy().digest("hex")).toBe(hash("sha512", content));
    expect(hashes.get("sha256")?.update("more").digest("hex")).toBe(
      hash("sha256", Buffer.concat([content, Buffer.from("more")])),
    );
    expect(patchedSha256).toBeUndefined();
  });

  it.each([
    ["by itself", Number.POSITIVE_INFINITY],
    ["by a thread", 0],
  ])("hashes it with any patches in it too, %s", async (_name, threadFrom) => {
    await fc.assert(
      fc.asyncProperty(patches, async (some) => {
        const { hashes, patchedSha256 } = await readDigests(path, { hashes: ["sha256"], patches: some, threadFrom });

        expect((await hashes).get("sha256")?.digest("hex")).toBe(hash("sha256", content));
        expect(patchedSha256).toBe(hash("sha256", patchedContent(some)));
      }),
      { numRuns: 10 },
    );
  });

  it.each([0, Number.POSITIVE_INFINITY])(
    "ends when the user interrupts, from %d bytes on with a thread",
    async (threadFrom) => {
      const stop = new AbortController();
      const running = readDigests(path, { hashes: ["sha256"], patches: [], signal: stop.signal, threadFrom });
      stop.abort(new Error("Operation cancelled"));

      await expect(running).rejects.toThrow("Operation cancelled");
    },
  );

  it.each([0, Number.POSITIVE_INFINITY])(
    "says which file is missing, from %d bytes on with a thread",
    async (threadFrom) => {
      await expect(readDigests(join(folder, "none"), { hashes: ["sha256"], patches: [], threadFrom })).rejects.toThrow(
        "ENOENT",
      );
    },
  );
});
