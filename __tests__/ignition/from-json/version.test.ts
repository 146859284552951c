import { fromJson } from "../../../lib/ignition/from-json";
import { error, FILE, read, warning, withFile } from "./read";

describe("fromJson", () => {
  describe("with a version", () => {
    it.each(["3.5.0", "3.6.0"])("pins %s, since the config would be written older otherwise", (version) => {
      expect(fromJson(JSON.stringify({ ignition: { version } }))).toEqual({
        config: { ignition: { version } },
        problems: [],
      });
    });

    it.each(["3.0.0", "3.3.0", "3.4.0"])("pins none for %s, since none older than 3.4.0 is written", (version) => {
      expect(fromJson(JSON.stringify({ ignition: { version } }))).toEqual({ config: {}, problems: [] });
    });

    it("pins none where what is used says it", () => {
      expect(fromJson(JSON.stringify(withFile({ mode: 0o4755 }, "3.6.0"))).config).toEqual({
        storage: { files: [{ path: "/etc/a", mode: 0o4755 }] },
      });
    });

    it.each([
      ["none", {}],
      ["a number", { version: 3 }],
      ["half of one", { version: "3.4" }],
      ["version 2", { version: "2.3.0" }],
      ["version 4", { version: "4.0.0" }],
      ["a patch, of which there is none", { version: "3.4.1" }],
      ["an experimental one that became real", { version: "3.6.0-experimental" }],
      ["a build", { version: "3.4.0+x" }],
    ])("refuses %s", (_name, ignition) => {
      expect(read({ ignition })).toEqual({
        config: {},
        problems: [error("unsupported-version", ["ignition", "version"])],
      });
    });

    it.each<[string, string, object, object, (string | number)[]]>([
      ["a section", "3.2.0", { kernelArguments: { shouldExist: ["a"] } }, {}, ["kernelArguments"]],
      [
        "an option",
        "3.4.0",
        { storage: { luks: [{ name: "a", cex: { enabled: true } }] } },
        { storage: { luks: [{ name: "a" }] } },
        ["storage", "luks", 0, "cex"],
      ],
      ["a typing error", "3.6.0", { storage: { file: [] } }, {}, ["storage", "file"]],
      ["a key of ours", "3.6.0", { newer: { a: 1 } }, {}, ["newer"]],
    ])("leaves out %s that it does not have, as Ignition does", (_name, version, data, config, path) => {
      expect(read({ ignition: { version }, ...data })).toEqual({
        config: { ...(version === "3.6.0" ? { ignition: { version } } : {}), ...config },
        problems: [warning("unused-key", path)],
      });
    });

    it("clears special bits where they do not count, as Ignition does", () => {
      expect(read(withFile({ mode: 0o4755 }, "3.5.0"))).toMatchObject({
        config: { storage: { files: [{ mode: 0o755 }] } },
        problems: [warning("special-mode", [...FILE, "mode"])],
      });
    });

    it("takes a mode written in decimal for what was meant, not for special bits", () => {
      const [problem] = fromJson(JSON.stringify(withFile({ mode: 644 }))).problems;

      expect(problem).toMatchObject({ code: "ignition/special-mode", fix: "write 0o644, which is 420 in JSON" });
    });

    it("keeps an advertisement, which Ignition would drop, and says so", () => {
      const tang = [{ url: "https://a", thumbprint: "b", advertisement: "{}" }];
      const storage = { luks: [{ name: "a", device: "/dev/a", clevis: { tang } }] };

      expect(read({ ignition: { version: "3.4.0" }, storage })).toEqual({
        config: { storage },
        problems: [warning("lost-in-version", ["storage", "luks", 0, "clevis", "tang", 0, "advertisement"])],
      });
    });

    it.each<[string, string, object, (string | number)[]]>([
      [
        "a hash",
        "3.0.0",
        withFile({ contents: { source: "https://a", verification: { hash: `sha256-${"0".repeat(64)}` } } }),
        [...FILE, "contents", "verification", "hash"],
      ],
      ["a scheme", "3.1.0", withFile({ contents: { source: "gs://a/b" } }), [...FILE, "contents", "source"]],
      ["an ARN", "3.3.0", withFile({ contents: { source: "arn:aws:s3:::a/b" } }), [...FILE, "contents", "source"]],
      [
        "a format",
        "3.2.0",
        { storage: { filesystems: [{ device: "/dev/a", format: "none" }] } },
        ["storage", "filesystems", 0, "format"],
      ],
    ])("refuses %s that it does not have, as Ignition does", (_name, version, data, path) => {
      expect(read({ ...data, ignition: { version } }).problems).toEqual([error("newer-than-version", path)]);
    });
  });
});
