import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { aTransport, file } from "./a-transport";

describe("SftpTransport", () => {
  const { named, remove, served, write } = aTransport();
  const { root } = served;

  describe("folders", () => {
    it("are looked at once, made where they are missing, and go with the last file", async () => {
      mkdirSync(join(root, "given"));
      await write([file("/given/b/c/1", "1"), file("/given/b/c/2", "2"), file("/given/b/3", "3")]);
      expect(named().filter((name) => /^(STAT|MKDIR)/.test(name))).toEqual([
        "STAT /given",
        "STAT /given/b",
        "MKDIR /given/b",
        "MKDIR /given/b/c",
      ]);
      expect(readdirSync(join(root, "given/b/c"))).toEqual([".made-by-slipway", "1", "2"]);

      await remove(["/given/b/c/2", "/given/b/c/1"]);
      expect(readdirSync(join(root, "given/b"))).toEqual([".made-by-slipway", "3"]);
      await remove(["/given/b/3"]);

      expect(readdirSync(join(root, "given"))).toEqual([]);
    });
  });

  describe("folders that were made, and of which somebody has removed one", () => {
    const left = (): readonly string[] => readdirSync(root).sort();

    it("go with the last file, those above as well", async () => {
      await write([file("/b/c/d/1", "1")]);
      rmSync(join(root, "b/c"), { recursive: true });

      await remove(["/b/c/d/1"]);

      expect(left()).toEqual([]);
    });

    it("go where another operation removes the same ones at the same moment", async () => {
      await write([file("/b/c/1", "1"), file("/b/c/2", "2")]);
      served.server.onRequest = (request) => {
        if (request === "RMDIR /b/c") rmSync(join(root, "b/c"), { recursive: true });
      };

      await remove(["/b/c/2", "/b/c/1"]);

      expect(named()).toContain("RMDIR /b/c");
      expect(left()).toEqual([]);
    });

    it("stay where those above cannot be listed, which is no failure", async () => {
      await write([file("/b/c/1", "1")]);
      rmSync(join(root, "b/c"), { recursive: true });
      served.server.refuse = "OPENDIR /b";

      await remove(["/b/c/1"]);

      expect(left()).toEqual(["b"]);
    });
  });
});
