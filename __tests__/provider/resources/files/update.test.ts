import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesOf, onAServer, sha512, text } from "./on-a-server";

describe("slipway_files", () => {
  const here = onAServer();
  const { config, served, written } = here;
  const { onServer, root } = served;

  describe("update", () => {
    it("writes only what differs", async () => {
      await here.drive.apply(config([text("/a", "one"), text("/b", "two")]));
      served.server.requests.length = 0;

      const { diagnostics } = await here.drive.apply(config([text("/a", "one"), text("/b", "other")]));

      expect(diagnostics).toEqual([]);
      // A plain rename does not replace: the old file steps aside.
      expect(written().map((request) => request.replace(/[0-9a-f]{12}/, "RANDOM"))).toEqual([
        "RENAME /b",
        "RENAME /.b.RANDOM",
        "RENAME /b",
        "REMOVE /.b.RANDOM",
      ]);
      expect(onServer("/b")).toBe("other");
    });

    it("removes dropped files in reverse, after the new ones are there", async () => {
      await here.drive.apply(config([text("/a", "one"), text("/b", "two"), text("/c", "three")]));
      served.server.requests.length = 0;

      const { state } = await here.drive.apply(config([text("/a", "one"), text("/d", "four")]));

      expect(written()).toEqual(["RENAME /d", "REMOVE /c", "REMOVE /b"]);
      expect(filesOf(state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/d", "0644", sha512("four"), 4],
      ]);
    });

    it("remembers a dropped file that could not be removed", async () => {
      await here.drive.apply(config([text("/a", "one"), text("/b", "two")]));
      served.server.refuse = "REMOVE /b";

      const first = await here.drive.apply(config([text("/a", "one")]));
      expect(first.diagnostics).toMatchObject([
        { severity: "error", summary: expect.stringMatching(/^Unable to remove "\/b" on /) },
      ]);
      expect(filesOf(first.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);

      served.server.refuse = undefined;
      await here.drive.refresh();
      const second = await here.drive.apply(config([text("/a", "one")]));
      expect(second.diagnostics).toEqual([]);
      expect(filesOf(second.state)).toEqual([["/a", "0644", sha512("one"), 3]]);
      expect(existsSync(join(root, "b"))).toBe(false);
    });

    it("publishes what is missing again when the server became another one", async () => {
      await here.drive.apply(config([text("/a", "one"), text("/b", "two")], { instance: "1" }));
      rmSync(join(root, "b"));
      served.server.requests.length = 0;

      await here.drive.apply(config([text("/a", "one"), text("/b", "two")], { instance: "2" }));

      expect(written()).toEqual(["RENAME /b"]);
      expect(onServer("/b")).toBe("two");
    });

    it.each([
      ["writes over what another machine holds, which no plan has seen", "2", "two", []],
      [
        "leaves alone what somebody has changed on the same machine since the plan",
        "1",
        "theirs",
        [expect.stringMatching(/^write \/b: somebody else has changed it since the plan/)],
      ],
    ])("%s", async (_name, instance, held, details) => {
      await here.drive.apply(config([text("/a", "one"), text("/b", "old")], { instance: "1" }));
      writeFileSync(join(root, "b"), "theirs");

      const { diagnostics } = await here.drive.apply(config([text("/a", "one"), text("/b", "two")], { instance }));

      expect(diagnostics.map(({ detail }) => detail)).toEqual(details);
      expect(onServer("/b")).toBe(held);
    });

    it("leaves the files on a server at another address alone, and says so", async () => {
      await here.drive.apply(config([text("/a", "one")]));
      const other = await served.startAnother();

      const { diagnostics } = await here.drive.apply(config([text("/a", "one")], { server: served.attribute(other) }));

      expect(diagnostics).toMatchObject([
        { severity: "warning", detail: expect.stringContaining("If the old one is another machine, remove there: /a") },
      ]);
      expect(onServer("/a")).toBe("one");
    });
  });
});
