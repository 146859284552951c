import { fromJson } from "../../../lib/ignition/from-json";
import { FILE, read, warning } from "./read";

describe("fromJson", () => {
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
      ["a byte order mark", "\xef\xbb\xbf{}", "invalid-json", []],
      ["bytes that are no UTF-8", '"hunter2\xff"', "invalid-json", []],
      ["a list", '["hunter2"]', "unsupported-version", ["ignition", "version"]],
      [
        "a key twice",
        '{"ignition":{"version":"3.4.0"},"storage":{"files":[],"files":[{"path":"/hunter2"}]}}',
        "duplicate-json-key",
        ["storage", "files"],
      ],
      [
        "a key twice, in two cases",
        '{"ignition":{"version":"3.6.0"},"storage":{"files":[{"path":"/etc/a"}]},"Storage":{"files":[{"path":"/hunter2"}]}}',
        "duplicate-json-key",
        ["storage"],
      ],
      [
        "a number with a fraction",
        '{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/etc/hunter2","mode":420.0}]}}',
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
        '{"ignition":{"version":"3.4.0"},"passwd":{"users":[null,{"name":"hunter2"}]}}',
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
