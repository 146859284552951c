import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FileTransport, StepFailure } from "../../../../lib/provider/resources/files/transport";
import { aTransport, file } from "./a-transport";

describe("SftpTransport", () => {
  const { remove, served, use, write } = aTransport();
  const { onServer, root } = served;

  describe("links", () => {
    const outside = join(served.folder, "outside");

    beforeEach(() => {
      mkdirSync(outside);
      writeFileSync(join(outside, "secret"), "secret");
      mkdirSync(join(root, "srv"));
      symlinkSync(outside, join(root, "srv/link"));
    });
    afterEach(() => rmSync(outside, { recursive: true }));

    const refusal = expect.stringMatching(
      /^Error: use \/srv\/link: it is a symbolic link\. Links below \/ are not followed/,
    );

    it.each<[string, (transport: FileTransport) => Promise<unknown>]>([
      ["write", (transport) => transport.write([file("/srv/link/new", "x")], () => undefined)],
      ["look behind", (transport) => transport.look(["/a", "/srv/link/secret"])],
      ["remove", (transport) => transport.remove(["/srv/link/secret"], () => undefined)],
      ["read", (transport) => transport.read("/srv/link/secret")],
    ])("refuses to %s through a folder that is a link", async (_name, work) => {
      const error: unknown = await use(work).catch((reason: unknown) => reason);

      expect(String(error instanceof StepFailure ? error.cause : error)).toEqual(refusal);
      expect(readdirSync(outside)).toEqual(["secret"]);
    });

    it("sees a file that is a link as one, and replaces or removes the link, not what it leads to", async () => {
      symlinkSync(join(outside, "secret"), join(root, "a"));
      symlinkSync(join(outside, "secret"), join(root, "b"));

      const [stat] = await use((transport) => transport.look(["/a"]));
      await write([file("/a", "mine")]);
      await remove(["/b"]);

      expect(stat?.kind).toBe("link");
      expect([onServer("/a"), readFileSync(join(outside, "secret"), "utf8")]).toEqual(["mine", "secret"]);
      expect(readdirSync(root)).toEqual(["a", "srv"]);
    });

    it("follows a link that leads to the root, which the user trusts, and none below it", async () => {
      symlinkSync(outside, join(outside, "again"));

      const good = await write([file("/srv/link/new", "x")], { root: "/srv/link" });
      const bad = await write([file("/srv/link/again/new", "x")], { root: "/srv/link" });

      expect(good.failure).toBeUndefined();
      expect(bad.failure).toEqual([0, expect.stringMatching(/use \/srv\/link\/again: it is a symbolic link/)]);
    });
  });
});
