import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aTransport, file } from "./a-transport";

describe("SftpTransport", () => {
  const { served, use, write } = aTransport();
  const { onServer, root } = served;

  describe("write, where it breaks off", () => {
    it.each([
      ["the creation", "OPEN /x/.2.", "create /x/.2.RANDOM: Permission denied"],
      ["the rename", "RENAME /x/2", "rename to /x/2: Permission denied"],
    ])(
      "touches nothing after a file for which %s is refused, and leaves nothing behind",
      async (_name, refuse, why) => {
        served.server.refuse = refuse;

        const { written, failure } = await write(Array.from({ length: 100 }, (_, index) => file(`/x/${index}`, "new")));

        expect(written).toEqual([0, 1]);
        expect(failure).toEqual([2, expect.any(String)]);
        expect(String((failure as unknown[])[1]).replace(/[0-9a-f]{12}/, "RANDOM")).toBe(`Error: ${why}`);
        expect(readdirSync(join(root, "x")).sort()).toEqual([".made-by-slipway", "0", "1"]);
      },
    );

    it("leaves the old file and no other when a write is refused", async () => {
      writeFileSync(join(root, "a.txt"), "old");
      served.server.refuse = "WRITE";

      const { failure } = await write([file("/a.txt", "new")]);

      expect(failure).toEqual([0, expect.stringMatching(/^Error: write \/\.a\.txt\.[0-9a-f]{12}: Permission denied$/)]);
      expect([onServer("/a.txt"), readdirSync(root)]).toEqual(["old", ["a.txt"]]);
    });

    it("takes back the folders that it made for a file that never came", async () => {
      served.server.refuse = "OPEN /a/b/.1";

      const { written, failure } = await write([file("/a/b/1", "one"), file("/c/2", "two")]);

      expect(written).toEqual([]);
      expect(failure).toEqual([
        0,
        expect.stringMatching(/^Error: create \/a\/b\/\.1\.[0-9a-f]{12}: Permission denied$/),
      ]);
      expect(readdirSync(root)).toEqual([]);
    });

    it.each(["OPEN /.b.txt", "WRITE", "FSTAT"])("leaves nothing when it is interrupted at %s", async (request) => {
      const controller = new AbortController();
      served.server.onRequest = (name) =>
        name.startsWith(request) && controller.abort(new Error("Operation cancelled"));

      const { failure } = await write([file("/b.txt", "third")], { signal: controller.signal });

      expect(failure).toEqual([0, "Error: Operation cancelled"]);
      expect(readdirSync(root)).toEqual([]);
    });

    it("finishes a rename that is under way when it is interrupted", async () => {
      const controller = new AbortController();
      served.server.onRequest = (name) =>
        name.startsWith("RENAME") && controller.abort(new Error("Operation cancelled"));

      const { written, failure } = await write([file("/b.txt", "whole"), file("/c.txt", "never")], {
        signal: controller.signal,
      });

      expect(failure).toEqual([1, "Error: Operation cancelled"]);
      expect([written, readdirSync(root)]).toEqual([[0], ["b.txt"]]);
    });

    it("says at which file the connection was lost, and clears up at the next write", async () => {
      const files = Array.from({ length: 40 }, (_, index) => file(`/${index}`, "new"));
      served.server.onRequest = (name) => name === "RENAME /7" && served.server.dropAll();

      const { failure } = await write(files);
      served.server.onRequest = undefined;
      expect(failure).toEqual([7, expect.stringMatching(/^Error: rename to \/7: /)]);
      expect(readdirSync(root).some((name) => name.startsWith("."))).toBe(true);
      for (const name of readdirSync(root)) if (!name.startsWith(".")) rmSync(join(root, name));
      await write(files);

      expect(readdirSync(root).sort()).toEqual(files.map(({ path }) => path.slice(1)).sort());
    });

    it("clears up what a broken-off write has left behind of any file that it was asked about", async () => {
      for (const name of ["a", ".a.0123456789ab", ".b.0123456789ab", ".c.0123456789ab"]) {
        writeFileSync(join(root, name), "x");
      }
      mkdirSync(join(root, "other"));
      for (const name of ["a", ".a.0123456789ab"]) writeFileSync(join(root, "other", name), "x");

      await use(async (transport) => {
        await transport.look(["/a", "/b", "/other/a"]);
        await transport.write([file("/b", "new")], () => undefined);
      });

      expect([readdirSync(root), readdirSync(join(root, "other"))]).toEqual([
        [".c.0123456789ab", "a", "b", "other"],
        ["a"],
      ]);
    });
  });
});
