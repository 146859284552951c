import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { filesOf, onAServer, sha512, text } from "./on-a-server";

describe("slipway_files", () => {
  const here = onAServer();
  const { config, served, written } = here;
  const { root } = served;

  describe("delete", () => {
    it("removes in reverse order, with the folders that were made; what is gone is fine", async () => {
      await here.drive.apply(config([text("/x/y/a", "one"), text("/b", "two"), text("/c", "three")]));
      rmSync(join(root, "c"));
      served.server.requests.length = 0;

      const { state, diagnostics } = await here.drive.apply(null);

      expect([state, diagnostics]).toEqual([null, []]);
      expect(written()).toEqual(["REMOVE /c", "REMOVE /b", "REMOVE /x/y/a"]);
      expect(existsSync(join(root, "x"))).toBe(false);
    });

    it("keeps what could not be removed", async () => {
      await here.drive.apply(config([text("/a", "one"), text("/b", "two")]));
      served.server.refuse = "REMOVE /a";

      const { state, diagnostics } = await here.drive.apply(null);

      expect(filesOf(state)).toEqual([["/a", "0644", sha512("one"), 3]]);
      expect(diagnostics).toMatchObject([{ summary: expect.stringMatching(/^Unable to remove "\/a" on /) }]);
    });

    it("says how to forget the files of a server that is gone for good", async () => {
      const server = { ...served.attribute(), connect_timeout: 0 };
      await here.drive.apply(config([text("/a", "one")], { server }));
      await served.stop();

      const { state, diagnostics } = await here.drive.apply(null);

      expect(filesOf(state)).toEqual([["/a", "0644", sha512("one"), 3]]);
      expect(diagnostics).toMatchObject([{ detail: expect.stringContaining("`tofu state rm slipway_files.<name>`") }]);
    });
  });
});
