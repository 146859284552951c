import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aTransport, file } from "./a-transport";

describe("SftpTransport", () => {
  const { named, served, write } = aTransport();
  const { onServer, root } = served;

  describe("write, where a rename does not replace", () => {
    beforeEach(() => writeFileSync(join(root, "a.txt"), "old"));

    it("has the old file step aside", async () => {
      await write([file("/a.txt", "new", 0o600)]);

      expect(named().filter((name) => /^(RENAME|REMOVE|STAT)/.test(name))).toEqual([
        "RENAME /a.txt",
        "STAT /a.txt",
        "RENAME /.a.txt.RANDOM",
        "RENAME /a.txt",
        "REMOVE /.a.txt.RANDOM",
      ]);
      expect([onServer("/a.txt"), readdirSync(root)]).toEqual(["new", ["a.txt"]]);
    });

    // The first rename onto the name fails by itself, as the old file is there; the third one puts it back.
    it.each<[string, (request: string, renames: number) => boolean, RegExp]>([
      [
        "to step aside",
        (request) => request.startsWith("RENAME /.a.txt"),
        /rename to \/\.a\.txt\.[0-9a-f]{12}: Permission denied$/,
      ],
      [
        "to take its place",
        (request, renames) => request === "RENAME /a.txt" && renames === 2,
        /rename to \/a\.txt: Permission denied$/,
      ],
      ["the look", (request) => request === "STAT /a.txt", /stat \/a\.txt: Permission denied$/],
    ])("keeps the old file and no other when it is refused %s", async (_name, isRefused, expected) => {
      let renames = 0;
      served.server.onRequest = (request) => {
        if (request === "RENAME /a.txt") renames += 1;
        served.server.refuse = isRefused(request, renames) ? request : undefined;
      };

      const { failure } = await write([file("/a.txt", "new")]);

      expect(failure).toEqual([0, expect.stringMatching(expected)]);
      expect([onServer("/a.txt"), readdirSync(root)]).toEqual(["old", ["a.txt"]]);
    });

    it("says where the old content is when it can neither be replaced nor put back", async () => {
      let renames = 0;
      served.server.onRequest = (name) => {
        if (name === "RENAME /a.txt") renames += 1;
        served.server.refuse = renames >= 2 ? "RENAME /a.txt" : undefined;
      };

      const { failure } = await write([file("/a.txt", "new")]);

      const [aside = ""] = readdirSync(root);
      expect(readdirSync(root)).toHaveLength(1);
      expect(onServer(aside)).toBe("old");
      expect(String((failure as unknown[])[1])).toContain(`replace /a.txt: its old content is at /${aside} now: `);
    });

    it("has the new file in its place when the old one cannot be removed, and removes it with the next write", async () => {
      served.server.refuse = "REMOVE /.a.txt";
      const { failure } = await write([file("/a.txt", "new")]);
      // The folder is looked at once more after the write: it tries again then.
      expect([failure, onServer("/a.txt"), readdirSync(root).length]).toEqual([undefined, "new", 2]);

      served.server.refuse = undefined;
      await write([file("/a.txt", "newer")]);

      expect([onServer("/a.txt"), readdirSync(root)]).toEqual(["newer", ["a.txt"]]);
    });

    it("refuses to replace a folder", async () => {
      mkdirSync(join(root, "taken/inside"), { recursive: true });

      const { failure } = await write([file("/taken", "new")]);

      expect(failure).toEqual([0, "Error: rename to /taken: Failure"]);
      expect(readdirSync(root)).toEqual(["a.txt", "taken"]);
    });
  });
});
