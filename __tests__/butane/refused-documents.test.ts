import { fromButane } from "../../lib/butane/from-butane";
import { text } from "./example";

const HEAD = "variant: fcos\nversion: 1.7.0\n";

/** Code, path and `got` of each problem of a document. */
function problemsOf(yaml: string): readonly (readonly [string, string, string | undefined])[] {
  return fromButane(yaml).problems.map(({ code, path, got }) => [code, path.join("."), got]);
}

describe("fromButane", () => {
  describe("given a document for something else", () => {
    it.each([
      ["nothing", "", ["butane/no-document", "", "line 1, column 1"]],
      ["a list", "- variant: fcos\n", ["butane/no-document", "", "line 1, column 1"]],
      ["no variant", "version: 1.7.0\n", ["butane/variant", "variant", "line 1, column 1"]],
      [
        "another system",
        "\nvariant: openshift\nversion: 4.17.0\n",
        ["butane/variant", "variant", 'line 2, column 1: "openshift"'],
      ],
      [
        "no system at all",
        "variant: ' fcos'\nversion: 1.7.0\n",
        ["butane/variant", "variant", 'line 1, column 1: " fcos"'],
      ],
      ["no version", "variant: fcos\n", ["butane/version", "version", "line 1, column 1"]],
      [
        "an older version",
        "variant: fcos\nversion: 1.4.0\n",
        ["butane/version", "version", 'line 2, column 1: "1.4.0"'],
      ],
      ["part of a version", "variant: fcos\nversion: 1.7\n", ["butane/version", "version", 'line 2, column 1: "1.7"']],
      [
        "an experimental version",
        "{variant: fcos, version: 1.8.0-experimental}",
        ["butane/version", "version", 'line 1, column 17: "1.8.0-experimental"'],
      ],
    ])("refuses %s, and says no more", (_name, yaml, problem) => {
      expect(problemsOf(yaml)).toEqual([problem]);
    });

    it("names what is taken", () => {
      const [problem] = fromButane("variant: flatcar\nversion: 1.1.0\n").problems;

      expect(problem).toMatchObject({
        what: "the document is for another system",
        allowed: "variant: fcos with version: 1.5.0, 1.6.0, 1.7.0",
        fix: "translate it with Butane, and take the Ignition config",
      });
    });
  });

  describe("given wrong keys and values", () => {
    it("refuses all of them at once, each with its line and column", () => {
      const yaml = text`
        variant: fcos
        version: 1.7.0
        storge: {}
        storage:
          files:
            - pth: /etc/a
              contents_locale: x
            - path: [/etc/b]
              mode: "0644"
            -
            - path: /etc/c
              path: /etc/d
              contents: {inline: a, local: b}
          disks: none
        passwd:
          users:
            - {name: core, uid: 1000.5, sshAuthorizedKeys: []}
            - just a name
        1: x
        ? [a]
        : b
      `;

      expect(problemsOf(yaml)).toEqual([
        ["butane/unknown-key", "storge", 'line 3, column 1: "storge"'],
        ["butane/unknown-key", "storage.files.0.pth", 'line 6, column 7: "pth"'],
        ["butane/unknown-key", "storage.files.0.contents_locale", 'line 7, column 7: "contents_locale"'],
        ["butane/wrong-type", "storage.files.1.path", "line 8, column 7: a list"],
        ["butane/wrong-type", "storage.files.1.mode", "line 9, column 7: a text"],
        ["butane/wrong-type", "storage.files.2", "line 10, column 6: nothing"],
        ["butane/duplicate-key", "storage.files.3.path", "line 12, column 7"],
        ["butane/several-contents", "storage.files.3.contents.local", "line 13, column 29: inline, local"],
        ["butane/wrong-type", "storage.disks", "line 14, column 3: a text"],
        ["butane/wrong-type", "passwd.users.0.uid", "line 17, column 20: a text"],
        ["butane/unknown-key", "passwd.users.0.sshAuthorizedKeys", 'line 17, column 33: "sshAuthorizedKeys"'],
        ["butane/wrong-type", "passwd.users.1", "line 18, column 7: a text"],
        ["butane/unknown-key", "1", 'line 19, column 1: "1"'],
        ["butane/yaml-key", "", "line 20, column 3"],
      ]);
    });

    it.each([
      ["storge", "write storage"],
      ["Storage", "write storage"],
      ["kernelArguments", "write kernel_arguments"],
      ["boot-device", "write boot_device"],
      ["networkd", "remove it"],
      ["__proto__", "remove it"],
    ])("suggests for %s: %s", (key, fix) => {
      expect(fromButane(`${HEAD}${key}: {}\n`).problems).toMatchObject([
        { code: "butane/unknown-key", path: [key], fix },
      ]);
    });

    it("refuses keys that are newer than the document, and says since when they exist", () => {
      const yaml = text`
        variant: fcos
        version: 1.5.0
        boot_device:
          luks:
            tpm2: true
            device: /dev/sda
            cex: {enabled: true}
        storage:
          luks:
            - {name: a, device: /dev/vdb, cex: {enabled: true}}
          trees:
            - {local: a, user: {name: core}, file_mode: 0600}
        systemd:
          quadlets: []
      `;

      const { problems } = fromButane(yaml, { read: () => Buffer.of(), list: () => [] });

      expect(problems.map(({ path, got, fix }) => [path.join("."), got, fix])).toEqual([
        ["boot_device.luks.device", "line 6, column 5: device in version 1.5.0", "write version: 1.6.0"],
        ["boot_device.luks.cex", "line 7, column 5: cex in version 1.5.0", "write version: 1.6.0"],
        ["storage.luks.0.cex", "line 10, column 35: cex in version 1.5.0", "write version: 1.6.0"],
        ["storage.trees.0.user", "line 12, column 18: user in version 1.5.0", "write version: 1.7.0"],
        ["storage.trees.0.file_mode", "line 12, column 38: file_mode in version 1.5.0", "write version: 1.7.0"],
        [
          "systemd.quadlets",
          "line 14, column 3: quadlets in version 1.5.0",
          "leave it out: of versions 1.5.0, 1.6.0, 1.7.0 are taken, and a quadlet is a file below /etc/containers/systemd",
        ],
      ]);
      expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["butane/newer-than-version"]));
    });

    it("shows no value, which might be a secret", () => {
      const yaml = text`
        variant: fcos
        version: 1.7.0
        passwd:
          users:
            - name: core
              password_hash: [hunter2]
              uid: hunter2
              system: hunter2
              groups: hunter2
            - hunter2
        storage:
          luks:
            - {name: a, device: /dev/vdb, key_file: hunter2}
            - {name: b, device: /dev/vdc, key_file: {inline: hunter2, local: x}}
      `;

      const { problems } = fromButane(yaml);

      expect(problems).toHaveLength(7);
      expect(JSON.stringify(problems)).not.toContain("hunter2");
    });
  });

  describe("given something that is hardly YAML", () => {
    it.each([
      ["a tab for an indentation", `${HEAD}storage:\n\tfiles: []\n`, ["butane/yaml-syntax", "", "line 4, column 1"]],
      ["an open quote", `${HEAD}passwd: "hunter2`, ["butane/yaml-syntax", "", "line 3, column 17"]],
      ["a stray character", `${HEAD}passwd: @hunter2\n`, ["butane/yaml-syntax", "", "line 3, column 9"]],
      ["an alias of nothing", `${HEAD}passwd: *hunter2\n`, ["butane/yaml-alias", "", "line 3, column 9"]],
      [
        "an alias before its anchor",
        `${HEAD}passwd: *a\nsystemd: &a {}\n`,
        ["butane/yaml-alias", "", "line 3, column 9"],
      ],
      [
        "a tag of its own",
        `${HEAD}kernel_arguments: {should_exist: [!secret x]}\n`,
        ["butane/yaml-tag", "kernel_arguments.should_exist.0", "line 3, column 43"],
      ],
      ["two documents", `${HEAD}---\nvariant: fcos\n`, ["butane/yaml-documents", "", "line 3, column 1"]],
      ["a NUL", `${HEAD}# \u0000\n`, ["butane/yaml-character", "", "line 3, column 3: U+0000"]],
      ["a line end of Unicode", `${HEAD}a: b\u2028c\n`, ["butane/yaml-character", "", "line 3, column 5: U+2028"]],
      ["half of a surrogate pair", `${HEAD}a: \ud800\n`, ["butane/yaml-character", "", "line 3, column 4: U+D800"]],
      [
        "a section merged into itself",
        `${HEAD}passwd: &a\n  <<: *a\n`,
        ["butane/yaml-key", "passwd.<<", "line 4, column 3"],
      ],
      [
        "a text merged into a section",
        `${HEAD}passwd:\n  <<: text\n`,
        ["butane/yaml-key", "passwd.<<", "line 4, column 3"],
      ],
    ])("refuses %s", (_name, yaml, problem) => {
      const { problems } = fromButane(yaml);

      expect(problemsOf(yaml)[0]).toEqual(problem);
      expect(JSON.stringify(problems)).not.toContain("hunter2");
    });
  });

  describe("given a text that would exhaust the reader", () => {
    const nested = (levels: number): string =>
      Array.from({ length: levels }, (_, level) => `l${level + 1}: &l${level + 1} {<<: [${aliases(level)}]}`).join(
        "\n",
      );
    const aliases = (level: number): string => Array.from({ length: 100 }, () => `*l${level}`).join(",");

    it.each([
      ["brackets", "[".repeat(20_000), "butane/yaml-too-deep"],
      ["lists", "- ".repeat(20_000), "butane/yaml-too-deep"],
      ["sections", "{a: ".repeat(10_000), "butane/yaml-too-deep"],
      ["length", `${HEAD}${" ".repeat(4 * 1024 * 1024)}`, "butane/yaml-too-large"],
      [
        "aliases",
        `${HEAD}passwd:\n  users:\n    - &user {name: a, groups: [${"a,".repeat(2000)}]}\n${"    - *user\n".repeat(2000)}`,
        "butane/yaml-too-many-aliases",
      ],
      [
        "a long text many times",
        `${HEAD}kernel_arguments:\n  should_exist:\n    - &long ${"x".repeat(100_000)}\n${"    - *long\n".repeat(1000)}`,
        "butane/yaml-too-many-aliases",
      ],
      ["merged sections", `${HEAD}l0: &l0 {}\n${nested(5)}\n<<: *l5\n`, "butane/yaml-too-many-aliases"],
    ])("refuses too many %s", (_name, yaml, code) => {
      expect(fromButane(yaml).problems.filter((problem) => problem.code !== "butane/unknown-key")).toMatchObject([
        { code, path: expect.any(Array) as unknown[] },
      ]);
    });
  });
});
