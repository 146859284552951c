import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { document, filesOf, onAServer, sha512, text } from "./on-a-server";

describe("slipway_files", () => {
  const here = onAServer();
  const { config, served } = here;
  const { onServer } = served;

  describe("documents", () => {
    const ignition = {
      kind: "ignition",
      config: {
        storage: { files: [{ path: "/etc/nonce", contents: { source: ["data:,", { $late: { from: "nonce" } }] } }] },
      },
    };
    const plainText = (...pieces: readonly unknown[]): unknown => ({ kind: "text", text: pieces });
    const late = (source: unknown): unknown => ({ $late: source });

    it("fills the sha512 and the nonce of another file, whichever comes first", async () => {
      const files = config([
        document(
          "/ticket",
          plainText(late({ from: "sha512", of: "/text" }), " ", late({ from: "sha512", of: "/plain" })),
        ),
        document("/text", plainText("hello")),
        text("/plain", "plain"),
      ]);

      const { diagnostics } = await here.drive.apply(files);

      expect(diagnostics).toEqual([]);
      expect(onServer("/ticket")).toBe(`${sha512("hello")} ${sha512("plain")}`);
    });

    it("publishes the nonce of an Ignition document and hands it on", async () => {
      const { state, diagnostics } = await here.drive.apply(
        config([document("/ign", ignition), document("/ticket", plainText(late({ from: "nonce", of: "/ign" })))]),
      );

      expect(diagnostics).toEqual([]);
      const { nonce } = (state?.files as readonly ValueObject[])[0] ?? {};
      expect(nonce).toMatch(/^[0-9a-f]{32}$/);
      expect(onServer("/ticket")).toBe(nonce);
    });

    it("fills sealed keys", async () => {
      await here.drive.apply(
        config([
          document("/key", plainText(late({ from: "sealed-key", name: "install", generation: 2, part: "private" }))),
        ]),
      );

      expect(onServer("/key")).toBe("private install 2");
    });

    it("plans plain unknowns for what depends on an unknown content", async () => {
      const { value, diagnostics } = await here.drive.plan(
        config([
          text("/a", UNKNOWN),
          document("/b", plainText(late({ from: "sha512", of: "/a" }))),
          document("/c", UNKNOWN),
          text("/d", "known"),
        ]),
      );

      expect(diagnostics).toEqual([]);
      expect(filesOf(value.planned)).toEqual([
        ["/a", "0644", UNKNOWN, UNKNOWN],
        ["/b", "0644", UNKNOWN, UNKNOWN],
        ["/c", "0644", UNKNOWN, UNKNOWN],
        ["/d", "0644", sha512("known"), 5],
      ]);
    });

    it("refuses unsound documents, each at its place, before anything is written", async () => {
      const { diagnostics } = await here.drive.apply(
        config([
          text("/a", "one"),
          document("/b", { kind: "nonsense" }),
          document("/c", plainText(late({ from: "sha512", of: "/none" }))),
          document("/d", plainText(late({ from: "nonce", of: "/a" }))),
          document("/e", plainText(late({ from: "sha512", of: "/e" }))),
          { ...document("/f", null), document_wo: "canary{" },
        ]),
      );

      expect(diagnostics.map(({ summary, path }) => [summary, path])).toEqual([
        ['Unable to make "/b"', ["files", 1, "document_wo"]],
        ['Unable to make "/c"', ["files", 2, "document_wo"]],
        ['Unable to make "/d"', ["files", 3, "document_wo"]],
        ['Unable to make "/e"', ["files", 4, "document_wo"]],
        ['Unable to make "/f"', ["files", 5, "document_wo"]],
      ]);
      expect(diagnostics[1]?.detail).toBe("It needs the sha512 of /none, which is not a file of this resource.");
      expect(JSON.stringify(diagnostics)).not.toContain("canary");
      expect(served.server.requests).toEqual([]);
    });
  });
});
