import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { filesOf, onAServer, sha512, text } from "./on-a-server";

describe("slipway_files", () => {
  const here = onAServer();
  const { config, served, written } = here;
  const { onServer, root } = served;

  describe("create", () => {
    it("writes the files in order and keeps hashes only", async () => {
      const { state, diagnostics } = await here.drive.apply(
        config([text("/tickets/102.ign/10.20.0.12", "one"), text("/dhcp/hosts/102", "two", "0640")]),
      );

      expect(diagnostics).toEqual([]);
      expect(state?.files).toEqual([
        {
          path: "/tickets/102.ign/10.20.0.12",
          mode: "0644",
          content_wo: null,
          document_wo: null,
          sha512: sha512("one"),
          size: 3,
          nonce: null,
        },
        {
          path: "/dhcp/hosts/102",
          mode: "0640",
          content_wo: null,
          document_wo: null,
          sha512: sha512("two"),
          size: 3,
          nonce: null,
        },
      ]);
      expect(written()).toEqual(["RENAME /tickets/102.ign/10.20.0.12", "RENAME /dhcp/hosts/102"]);
      expect([onServer("/tickets/102.ign/10.20.0.12"), onServer("/dhcp/hosts/102")]).toEqual(["one", "two"]);
      expect(statSync(join(root, "dhcp/hosts/102")).mode & 0o777).toBe(0o640);
    });

    it("has no more to do afterwards", async () => {
      const files = config([text("/a", "one"), text("/b", "two")]);
      await here.drive.apply(files);

      const warnings = await here.drive.refresh();
      const { value } = await here.drive.plan(files);

      expect(warnings).toEqual([]);
      expect(value).toEqual({ planned: here.drive.state, replace: [] });
    });

    it("keeps what was written when a later file fails, and finishes at the next apply", async () => {
      const files = config([text("/a", "one"), text("/b/c", "two"), text("/d", "three")]);
      served.server.refuse = "MKDIR /b";

      const first = await here.drive.apply(files);

      expect(first.diagnostics).toEqual([
        {
          severity: "error",
          summary: `Unable to write "/b/c" on "terraform_ignition@127.0.0.1:${served.server.endpoint.port}"`,
          detail: "make folder /b: Permission denied\nFiles before it in the order are done; apply again to go on.",
        },
      ]);
      expect(filesOf(first.state)).toEqual([
        ["/a", "0644", sha512("one"), 3],
        ["/b/c", "0644", null, null],
      ]);

      served.server.refuse = undefined;
      served.server.requests.length = 0;
      await here.drive.refresh();
      const second = await here.drive.apply(files);

      expect(second.diagnostics).toEqual([]);
      expect(written()).toEqual(["RENAME /b/c", "RENAME /d"]);
    });

    it("can be taken back where a folder of somebody else stands in a file's place", async () => {
      mkdirSync(join(root, "taken/inside"), { recursive: true });
      const first = await here.drive.apply(config([text("/a", "one"), text("/taken", "two")]));
      expect(first.diagnostics).toMatchObject([{ summary: expect.stringMatching(/^Unable to write "\/taken" on /) }]);

      await here.drive.refresh();
      const { state, diagnostics } = await here.drive.apply(null);

      expect([state, diagnostics]).toEqual([null, []]);
      expect(readdirSync(root)).toEqual(["taken"]);
      expect(readdirSync(join(root, "taken"))).toEqual(["inside"]);
    });

    it("leaves no state behind when nothing could be written", async () => {
      served.server.refuse = "OPEN /.a";

      const { state, diagnostics } = await here.drive.apply(config([text("/a", "one")]));

      expect(state).toBeNull();
      expect(diagnostics).toMatchObject([{ summary: expect.stringMatching(/^Unable to write "\/a" on /) }]);
    });
  });
});
