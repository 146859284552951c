import { fromButane } from "../../lib/butane/from-butane";
import { DOCUMENT, type Shape } from "../../lib/butane/yaml/keys";
import { renderIgnition } from "../../lib/ignition/render";
import { validateIgnition } from "../../lib/ignition/validate";
import type { Problem } from "../../lib/values/config-error";
import { text } from "./example";
import { examples } from "./examples";
import { memoryFiles } from "./memory-files";
import { spellings } from "./spellings";

function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === "error");
}

describe("fromButane", () => {
  describe("given a document", () => {
    it.each(examples)("writes $name", ({ yaml, files = {}, ignition }) => {
      const { config, problems } = fromButane(yaml, memoryFiles(files));

      expect(problems).toEqual([]);
      expect(errorsOf(validateIgnition(config))).toEqual([]);
      expect(JSON.parse(renderIgnition(config))).toEqual(ignition);
    });

    it("is tried with every key that there is", () => {
      const written = examples.map(({ yaml }) => yaml).join("\n");

      expect(keysOf(DOCUMENT).filter((key) => !new RegExp(`\\b${key}["']?:`).test(written))).toEqual([]);
    });

    it("is pinned to the version of Ignition that Butane's specification writes", () => {
      const versions = ["1.5.0", "1.6.0", "1.7.0"].map(
        (version) => fromButane(`variant: fcos\nversion: ${version}\n`).config.ignition?.version,
      );

      expect(versions).toEqual(["3.4.0", "3.5.0", "3.6.0"]);
    });
  });

  describe("given a number or a flag", () => {
    it.each(spellings)("reads $key: $value", ({ key, value, read }) => {
      const yaml = `variant: fcos\nversion: 1.7.0\nstorage:\n  files:\n    - path: /etc/x\n      ${key}: ${value}\n`;

      const { config, problems } = fromButane(yaml);

      expect(config.storage?.files?.[0]?.[key]).toBe(read);
      expect(problems.map(({ code, path }) => ({ code, path }))).toEqual(
        read === undefined ? [{ code: "butane/wrong-type", path: ["storage", "files", 0, key] }] : [],
      );
    });
  });

  describe("given texts", () => {
    it("takes numbers, flags and dates for the characters that they are", () => {
      const { config, problems } = fromButane(text`
        variant: fcos
        version: 1.7.0
        kernel_arguments:
          should_exist: [0644, yes, 1.50, 2024-01-01, "~", '', !!str null, 0x10, "a\\tb"]
      `);

      expect(problems).toEqual([]);
      expect(config.kernelArguments?.shouldExist).toEqual([
        ...["0644", "yes", "1.50", "2024-01-01", "~", "", "null", "0x10", "a\tb"],
      ]);
    });

    it("takes null for a value that is not there", () => {
      const { config, problems } = fromButane(text`
        variant: fcos
        version: 1.7.0
        passwd: ~
        systemd: null
        storage:
          files:
            - path: /etc/x
              mode:
              contents: NULL
      `);

      expect(problems).toEqual([]);
      expect(config).toEqual({ ignition: { version: "3.6.0" }, storage: { files: [{ path: "/etc/x" }] } });
    });

    it("keeps bytes of !!binary that are no text", () => {
      const { config, problems } = fromButane(text`
        variant: fcos
        version: 1.7.0
        storage:
          files:
            - path: /etc/bytes
              contents: {inline: !!binary "/wCA"}
            - path: /etc/text
              contents: {inline: !!binary "aGVs bG8="}
      `);

      expect(problems).toEqual([]);
      expect(config.storage?.files).toEqual([
        { path: "/etc/bytes", contents: { base64: "/wCA" } },
        { path: "/etc/text", contents: "hello" },
      ]);
    });
  });

  describe("given something unsound that Ignition itself judges", () => {
    const document = text`
      variant: fcos
      version: 1.7.0
      boot_device:
        luks:
          tang:
            - url: https://tang.example
              thumbprint: none
      storage:
        trees:
          - local: app
            path: opt
        luks:
          - name: data
            device: vdb
        files:
          - path: /etc/x
            mode: 010000
    `;

    it("knows the line of what was written, and of the section that something was made for", () => {
      const { config, problems, locate } = fromButane(document, memoryFiles({ "app/file": "x" }));

      const found = validateIgnition(config).map(locate);

      expect(problems).toEqual([]);
      expect(found.map(({ code, path, got }) => [code, path.join("."), got])).toEqual([
        ["ignition/thumbprint", "storage.luks.0.clevis.tang.0.thumbprint", 'line 3, column 1: "none"'],
        ["ignition/relative-path", "storage.luks.0.device", 'line 14, column 7: "vdb"'],
        ["ignition/mode-out-of-range", "storage.files.0.mode", "line 17, column 7: 4096"],
        ["ignition/relative-path", "storage.files.1.path", 'line 9, column 3: "opt/file"'],
      ]);
    });
  });
});

/** The names of all keys, but for those of versions that are not taken yet. */
function keysOf(shape: Shape): readonly string[] {
  if (shape.kind === "list") return keysOf(shape.of);
  if (shape.kind !== "section") return [];
  return Object.entries(shape.keys).flatMap(([name, key]) =>
    key.since === "1.8.0-experimental" ? [] : [name, ...keysOf(key.shape)],
  );
}
