import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { fromJson } from "../../lib/ignition/from-json";
import { renderIgnition } from "../../lib/ignition/render";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { validateIgnition } from "../../lib/ignition/validate";
import { verificationHash } from "../../lib/values/hash";
import { anyCharacter } from "../any-character";
import { fuzzCases } from "../fuzz";
import { ignitionConfigs } from "./arbitrary";
import { everything, everythingRendered } from "./everything";

/** What is read of plain JSON data, problems by code and path. */
function read(data: object): { config: IgnitionConfig; problems: readonly object[] } {
  const { config, problems } = fromJson(JSON.stringify(data));
  return { config, problems: problems.map(({ code, severity, path }) => ({ code, severity, path })) };
}

const withFile = (file: object, version = "3.4.0"): object => ({
  ignition: { version },
  storage: { files: [{ path: "/etc/a", ...file }] },
});
const FILE = ["storage", "files", 0] as const;
const warning = (code: string, path: readonly (string | number)[]): object => ({
  code: `ignition/${code}`,
  severity: "warning",
  path,
});
const error = (code: string, path: readonly (string | number)[]): object => ({
  ...warning(code, path),
  severity: "error",
});

describe("fromJson", () => {
  it("reads every option there is", () => {
    const { config, problems } = fromJson(JSON.stringify(everythingRendered, null, 2));

    expect(problems).toEqual([]);
    expect(renderIgnition(config)).toBe(renderIgnition(everything));
  });

  it("reads what was written, so that it is written the same again", () => {
    fc.assert(
      fc.property(ignitionConfigs, (config) => {
        const text = renderIgnition(config);
        const again = fromJson(text);

        expect(again.problems).toEqual([]);
        expect(renderIgnition(again.config)).toBe(text);
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("never throws, whatever the text", () => {
    const texts = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.json(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.json().map((json) => `{"ignition":{"version":"3.4.0"},"storage":${json}}`),
      fc.json().map((json) => `{"ignition":{"version":"3.9.0"},"storage":{"files":[${json}],"links":${json}}}`),
    );

    fc.assert(
      fc.property(texts, (text) => {
        const { config } = fromJson(text);

        expect(() => validateIgnition(config)).not.toThrow();
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("leaves out null, empty lists and objects, and empty texts that say nothing", () => {
    expect(
      read({
        ignition: { version: "3.4.0", config: { merge: [], replace: {} }, timeouts: { httpTotal: null }, proxy: null },
        storage: {
          files: [{ path: "/etc/a", user: { name: "" }, contents: { source: "data:,", compression: "" }, append: [] }],
          luks: [{ name: "a", device: "/dev/a", keyFile: { source: "" }, label: "", uuid: "", clevis: { custom: {} } }],
          disks: [{ device: "/dev/b", partitions: [{ label: "a", guid: "", typeGuid: "" }] }],
        },
        passwd: { users: [{ name: "a", gecos: "", homeDir: "", shell: "", primaryGroup: "", passwordHash: "" }] },
        systemd: { units: [{ name: "a.service", contents: "", dropins: [{ name: "a.conf", contents: "" }] }] },
      }),
    ).toEqual({
      config: {
        storage: {
          files: [{ path: "/etc/a", contents: "" }],
          luks: [{ name: "a", device: "/dev/a" }],
          disks: [{ device: "/dev/b", partitions: [{ label: "a" }] }],
        },
        passwd: { users: [{ name: "a", passwordHash: "" }] },
        systemd: { units: [{ name: "a.service", dropins: [{ name: "a.conf", contents: "" }] }] },
      },
      problems: [],
    });
  });

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

  describe("with a version", () => {
    it.each([
      ["3.0.0", undefined],
      ["3.3.0", undefined],
      ["3.4.0", undefined],
      ["3.5.0", "3.5.0"],
      ["3.6.0", "3.6.0"],
    ])("of %s pins %s, since the config would be written older otherwise", (version, pinned) => {
      expect(fromJson(JSON.stringify({ ignition: { version } }))).toEqual({
        config: pinned === undefined ? {} : { ignition: { version: pinned } },
        problems: [],
      });
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

  describe("with a newer version", () => {
    const newer = {
      ignition: { version: "3.8.0-experimental", sandbox: true },
      extensions: { a: [null, {}, 1.5] },
      storage: {
        files: [{ path: "/etc/a", mode: "u=rw", contents: { source: "data:,a", signature: "x" }, acl: [] }],
        filesystems: [{ device: "/dev/a", format: "bcachefs" }],
        volumes: null,
      },
    };

    it("keeps what it does not know, with a warning each", () => {
      expect(read(newer)).toEqual({
        config: {
          ignition: { newer: { version: "3.8.0-experimental", sandbox: true } },
          newer: { extensions: { a: [null, {}, 1.5] } },
          storage: {
            files: [
              {
                path: "/etc/a",
                contents: { source: "data:,a", newer: { signature: "x" } },
                newer: { mode: "u=rw", acl: [] },
              },
            ],
            filesystems: [{ device: "/dev/a", newer: { format: "bcachefs" } }],
            newer: { volumes: null },
          },
        },
        problems: [
          warning("unknown-key", ["ignition", "sandbox"]),
          warning("unknown-key", ["extensions"]),
          warning("unknown-key", [...FILE, "mode"]),
          warning("unknown-key", [...FILE, "contents", "signature"]),
          warning("unknown-key", [...FILE, "acl"]),
          warning("unknown-key", ["storage", "filesystems", 0, "format"]),
          warning("unknown-key", ["storage", "volumes"]),
        ],
      });
    });

    it("writes it as it stood", () => {
      expect(JSON.parse(renderIgnition(fromJson(JSON.stringify(newer)).config))).toEqual(newer);
    });

    it("reads the known as ever, even where nothing is new", () => {
      expect(read(withFile({ mode: 0o4755, contents: { source: "data:,a" } }, "3.7.0"))).toEqual({
        config: {
          ignition: { newer: { version: "3.7.0" } },
          storage: { files: [{ path: "/etc/a", mode: 0o4755, contents: "a" }] },
        },
        problems: [],
      });
    });
  });

  describe("with what is not the JSON of a config", () => {
    it("reads keys in another case, as Ignition does, and says so", () => {
      expect(read({ Ignition: { VERSION: "3.4.0" }, storage: { Files: [{ path: "/etc/a" }] } })).toEqual({
        config: { storage: { files: [{ path: "/etc/a" }] } },
        problems: [
          warning("key-case", ["Ignition"]),
          warning("key-case", ["ignition", "VERSION"]),
          warning("key-case", ["storage", "Files"]),
        ],
      });
    });

    it.each<[string, string, string, (string | number)[]]>([
      ["a text that is no JSON", "{hunter2", "invalid-json", []],
      ["a byte order mark", "\ufeff{}", "invalid-json", []],
      ["bytes that are no UTF-8", "\xff", "invalid-json", []],
      ["a list", "[]", "unsupported-version", ["ignition", "version"]],
      [
        "a key twice",
        '{"ignition":{"version":"3.4.0"},"storage":{"files":[],"files":[]}}',
        "duplicate-json-key",
        ["storage", "files"],
      ],
      [
        "a key twice, in two cases",
        '{"ignition":{"version":"3.6.0"},"storage":{"files":[{"path":"/etc/a"}]},"Storage":{"files":[]}}',
        "duplicate-json-key",
        ["storage"],
      ],
      [
        "a number with a fraction",
        '{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/etc/a","mode":420.0}]}}',
        "invalid-type",
        [...FILE, "mode"],
      ],
      [
        "a text that is a list, which is one only here",
        '{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/etc/a","contents":["hunter2"]}]}}',
        "invalid-type",
        [...FILE, "contents"],
      ],
      ["an object that is a text", '{"ignition":{"version":"3.4.0"},"storage":"hunter2"}', "invalid-type", ["storage"]],
      [
        "an item that is null",
        '{"ignition":{"version":"3.4.0"},"passwd":{"users":[null]}}',
        "invalid-type",
        ["passwd", "users", 0],
      ],
    ])("refuses %s, and shows nothing of it", (_name, text, code, path) => {
      const { problems } = fromJson(Buffer.from(text, "latin1"));

      expect(problems.map((problem) => [problem.code, problem.severity, problem.path])).toEqual([
        [`ignition/${code}`, "error", path],
      ]);
      expect(JSON.stringify(problems)).not.toContain("hunter2");
    });

    it("refuses a text that is too large", () => {
      expect(fromJson(Buffer.alloc(64 * 1024 * 1024 + 1, 0x20)).problems).toMatchObject([
        { code: "ignition/too-large", severity: "error", path: [], got: "67108865 bytes" },
      ]);
    });
  });
});
