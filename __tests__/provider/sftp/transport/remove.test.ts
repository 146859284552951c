import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StepFailure } from "../../../../lib/provider/resources/files/transport";
import { aTransport, file } from "./a-transport";

describe("SftpTransport", () => {
  const { named, remove, served, use, write } = aTransport();
  const { root } = served;

  describe("remove", () => {
    it("removes in order; what is gone is fine, and a folder in a file's place stays", async () => {
      await write([file("/a", "1"), file("/x/b", "2")]);
      mkdirSync(join(root, "folder"));
      served.server.requests.length = 0;
      const removed: number[] = [];

      await use((transport) =>
        transport.remove(["/x/b", "/none", "/none/x", "/folder", "/a"], (index) => removed.push(index)),
      );

      expect(removed).toEqual([0, 1, 2, 3, 4]);
      expect(named().filter((name) => /^REMOVE \/[^.]*$/.test(name))).toEqual([
        "REMOVE /x/b",
        "REMOVE /none",
        "REMOVE /folder",
        "REMOVE /a",
      ]);
      expect(readdirSync(root)).toEqual(["folder"]);
    });

    it("removes with a file what broken-off writes of it have left behind, and nothing else", async () => {
      for (const name of ["a", ".a.0123456789ab", ".b.0123456789ab", ".a.draft"]) writeFileSync(join(root, name), "");

      await remove(["/a"]);

      expect(readdirSync(root)).toEqual([".a.draft", ".b.0123456789ab"]);
    });

    it("removes the folder with what broken-off writes have left behind of the files that are removed", async () => {
      await write([file("/made/a", "1")]);
      writeFileSync(join(root, "made", ".a.0123456789ab"), "");

      await remove(["/made/a"]);

      expect(readdirSync(root)).toEqual([]);
    });

    it("leaves a folder in which somebody else's file waits under its temporary name", async () => {
      await write([file("/made/a", "1")]);
      writeFileSync(join(root, "made", ".b.0123456789ab"), "");

      await remove(["/made/a"]);

      expect(readdirSync(join(root, "made"))).toEqual([".b.0123456789ab", ".made-by-slipway"]);
    });

    it("leaves its mark on a folder into which somebody puts a file while it is being removed", async () => {
      await write([file("/made/a", "1")]);
      served.server.onRequest = (request) => {
        if (request === "RMDIR /made") writeFileSync(join(root, "made", ".b.0123456789ab"), "");
      };

      await remove(["/made/a"]);

      expect(readdirSync(join(root, "made"))).toEqual([".b.0123456789ab", ".made-by-slipway"]);
    });

    it("names the first file that is still there", async () => {
      await write([file("/a", "1"), file("/b", "2"), file("/c", "3")]);
      served.server.refuse = "REMOVE /b";

      const error: unknown = await use((transport) =>
        transport.remove(["/c", "/b", "/a"], () => undefined).catch((reason: unknown) => reason),
      );

      expect(error).toBeInstanceOf(StepFailure);
      expect([(error as StepFailure).index, String((error as StepFailure).cause)]).toEqual([
        1,
        "Error: remove /b: Permission denied",
      ]);
      expect(readdirSync(root)).toEqual(["a", "b"]);
    });
  });
});
