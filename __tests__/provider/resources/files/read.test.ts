import { chmodSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ValueObject } from "../../../../lib/provider/framework/values";
import { filesOf, onAServer, sha512, text } from "./on-a-server";

describe("slipway_files", () => {
  const here = onAServer();
  const { config, served } = here;
  const { onServer, root } = served;

  describe("read", () => {
    const plain = (): ValueObject => config([text("/a", "one"), text("/b", "two")]);

    it.each([
      ["a changed content", () => writeFileSync(join(root, "a"), "bad"), ["/a", "0644", sha512("bad"), 3]],
      ["a missing file", () => rmSync(join(root, "a")), ["/a", "0644", null, null]],
      ["a changed mode", () => chmodSync(join(root, "a"), 0o600), ["/a", "0600", sha512("one"), 3]],
    ])("shows %s, which the next apply repairs", async (_name, damage, expected) => {
      await here.drive.apply(plain());
      damage();

      await here.drive.refresh();

      expect(filesOf(here.drive.state)).toEqual([expected, ["/b", "0644", sha512("two"), 3]]);
      await here.drive.apply(plain());
      expect(filesOf(here.drive.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);
      expect([onServer("/a"), statSync(join(root, "a")).mode & 0o777]).toEqual(["one", 0o644]);
    });

    /** Changes the content, but neither size nor time. */
    const tamper = (): void => {
      const { atime, mtime } = statSync(join(root, "a"));
      writeFileSync(join(root, "a"), "bad");
      utimesSync(join(root, "a"), atime, mtime);
    };

    /** What is read two seconds later: a time in whole seconds says nothing of what comes within the same one. */
    const later = (): void => {
      const now = Date.now() + 2000;
      jest.spyOn(Date, "now").mockReturnValue(now);
    };
    afterEach(() => jest.restoreAllMocks());

    it("reads no file again whose size and time are what they were", async () => {
      await here.drive.apply(plain());
      later();
      await here.drive.refresh();
      tamper();
      served.server.requests.length = 0;

      await here.drive.refresh();

      expect(served.server.requests).toEqual(["STAT /a", "STAT /b"]);
      expect(filesOf(here.drive.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);
    });

    it("reads a file whose time is another one, and only once", async () => {
      await here.drive.apply(plain());
      utimesSync(join(root, "a"), 1000, 1000);
      served.server.requests.length = 0;

      await here.drive.refresh();
      expect(served.server.requests).toContain("OPEN /a");
      expect(filesOf(here.drive.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);
      later();
      await here.drive.refresh();
      served.server.requests.length = 0;
      await here.drive.refresh();

      expect(served.server.requests).toEqual(["STAT /a", "STAT /b"]);
    });

    it("reads every file where the content is to be verified", async () => {
      const careful = { ...plain(), verify: "content" };
      await here.drive.apply(careful);
      tamper();

      await here.drive.refresh();

      expect(filesOf(here.drive.state)).toEqual([
        ["/a", "0644", sha512("bad"), 3],
        ["/b", "0644", sha512("two"), 3],
      ]);
    });

    it("takes a link in a file's place for a missing file", async () => {
      await here.drive.apply(plain());
      rmSync(join(root, "a"));
      symlinkSync(join(root, "b"), join(root, "a"));

      await here.drive.refresh();

      expect(filesOf(here.drive.state)).toEqual([
        ["/a", "0644", null, null],
        ["/b", "0644", sha512("two"), 3],
      ]);
    });

    it("refuses to look through a folder that has become a link", async () => {
      await here.drive.apply(config([text("/x/a", "one")]));
      renameSync(join(root, "x"), join(root, "y"));
      symlinkSync("y", join(root, "x"));

      const diagnostics = await here.drive.refresh();

      expect(diagnostics).toMatchObject([
        {
          severity: "error",
          summary: expect.stringMatching(/^Unable to look at the files on /),
          detail: expect.stringContaining("use /x: it is a symbolic link"),
        },
      ]);
    });

    it("keeps the state and warns when the server does not answer", async () => {
      await here.drive.apply(plain());
      const before = here.drive.state;
      await served.stop();

      const diagnostics = await here.drive.refresh();

      expect(diagnostics).toMatchObject([
        { severity: "warning", summary: expect.stringMatching(/^Unable to look at the files on /) },
      ]);
      expect(here.drive.state).toEqual(before);
    });

    it("refuses a server with another host key", async () => {
      await here.drive.apply(plain());
      await served.exchange();

      const diagnostics = await here.drive.refresh();

      expect(diagnostics).toMatchObject([
        { severity: "error", detail: expect.stringMatching(/got: +SHA256:.*\n +allowed: SHA256:/) },
      ]);
    });
  });
});
