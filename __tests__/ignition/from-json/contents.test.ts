import { gzipSync } from "node:zlib";
import { verificationHash } from "../../../lib/values/hash";
import { error, FILE, read, warning, withFile } from "./read";

describe("fromJson", () => {
  describe("with contents", () => {
    it.each<[string, object, object]>([
      ["text", { source: "data:,a%0Ab" }, { contents: "a\nb" }],
      ["text of a type", { source: "data:text/plain;charset=utf-8;base64,Z3LDvG4=" }, { contents: "grün" }],
      ["an empty source", { source: "" }, { contents: "" }],
      ["bytes that are no text", { source: "data:,%FF" }, { contents: { base64: "/w==" } }],
      ["a byte order mark", { source: "data:,%EF%BB%BFa" }, { contents: "\ufeffa" }],
      [
        "packed text",
        { source: `data:;base64,${gzipSync("packed").toString("base64")}`, compression: "gzip" },
        { contents: "packed" },
      ],
      [
        "text with its hash",
        {
          source: "data:,a",
          verification: { hash: verificationHash("a").replace(/-.*/, (digits) => digits.toUpperCase()) },
        },
        { contents: "a" },
      ],
      [
        "packed text with the hash of what is in it",
        {
          source: `data:;base64,${gzipSync("packed").toString("base64")}`,
          compression: "gzip",
          verification: { hash: verificationHash("packed", "sha256") },
        },
        { contents: "packed" },
      ],
      ["nothing", {}, {}],
    ])("takes %s for what it is", (_name, contents, taken) => {
      expect(read(withFile({ contents }))).toEqual({
        config: { storage: { files: [{ path: "/etc/a", ...taken }] } },
        problems: [],
      });
    });

    it.each<[string, object]>([
      ["something to fetch", { source: "https://a/b", httpHeaders: [{ name: "A" }] }],
      ["a data: URL that is none, for the validator to refuse", { source: "data:," + "%" }],
      ["a hash that is none, for the validator to refuse", { source: "data:,a", verification: { hash: "md5-0" } }],
      ["headers without a source, for the validator to refuse", { httpHeaders: [{ name: "A", value: "b" }] }],
    ])("keeps %s", (_name, contents) => {
      expect(read(withFile({ contents }))).toEqual({
        config: { storage: { files: [{ path: "/etc/a", contents }] } },
        problems: [],
      });
    });

    it("keeps packed data that would take too much room, so that none of many can be a bomb", () => {
      const source = `data:;base64,${gzipSync(Buffer.alloc(65 * 1024 * 1024)).toString("base64")}`;
      const contents = { source, compression: "gzip" };

      expect(read(withFile({ contents }))).toMatchObject({
        config: { storage: { files: [{ contents }] } },
        problems: [],
      });
    });

    it.each<[string, object, string, readonly string[]]>([
      [
        "a wrong hash",
        { source: "data:,a", verification: { hash: verificationHash("b") } },
        "wrong-hash",
        ["verification", "hash"],
      ],
      ["data that are not packed", { source: "data:,a", compression: "gzip" }, "packed-contents", ["source"]],
      [
        "packed data that go on",
        {
          source: `data:;base64,${Buffer.concat([gzipSync("a"), Buffer.from("more")]).toString("base64")}`,
          compression: "gzip",
        },
        "packed-contents",
        ["source"],
      ],
    ])("refuses %s", (_name, contents, code, path) => {
      expect(read(withFile({ contents })).problems).toEqual([error(code, [...FILE, "contents", ...path])]);
    });

    it("warns of a compression of nothing", () => {
      expect(read(withFile({ contents: { compression: "gzip" } }))).toEqual({
        config: { storage: { files: [{ path: "/etc/a" }] } },
        problems: [warning("unused-key", [...FILE, "contents", "compression"])],
      });
    });

    it("makes plain contents of each place that can have them", () => {
      const source = "data:,a";

      expect(
        read({
          ignition: {
            version: "3.4.0",
            config: { merge: [{ source }], replace: { source } },
            security: { tls: { certificateAuthorities: [{ source }] } },
          },
          storage: { files: [{ path: "/etc/a", append: [{ source }] }], luks: [{ keyFile: { source } }] },
        }).config,
      ).toEqual({
        ignition: {
          config: { merge: ["a"], replace: { source } },
          security: { tls: { certificateAuthorities: ["a"] } },
        },
        storage: { files: [{ path: "/etc/a", append: ["a"] }], luks: [{ keyFile: "a" }] },
      });
    });
  });
});
