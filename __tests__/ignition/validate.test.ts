import type { Contents, IgnitionConfig, User } from "../../lib/ignition/schema";
import { validateIgnition } from "../../lib/ignition/validate";
import { formatProblem } from "../../lib/values/config-error";
import { Late } from "../../lib/values/late";
import { goldens } from "./golden";
import { strangeConfigs } from "./strange-configs";
import { wrongConfigs } from "./wrong-configs";

describe("validateIgnition", () => {
  it.each(goldens)("finds nothing wrong with $name", ({ config }) => {
    expect(validateIgnition(config)).toEqual([]);
  });

  it.each(wrongConfigs)("refuses $name, once", ({ config, code, path }) => {
    const errors = validateIgnition(config as IgnitionConfig).filter(({ severity }) => severity === "error");

    expect(errors.map((problem) => [problem.code, problem.path])).toEqual([[code, path]]);
  });

  it("names all violations at once, each with its place, what was found and what to do", () => {
    const problems = validateIgnition({
      storage: {
        files: [{ path: "etc/motd", mode: 644 }, { path: "/etc/a" }, { path: "/etc/a" }],
        filesystems: [{ device: "/dev/vdb", format: "zfs" as never }],
      },
    });

    expect(problems.map((problem) => formatProblem(problem, "guests/web")).join("\n")).toBe(
      [
        "ignition/unknown-value at guests/web/storage.filesystems[0].format",
        "  the value is none of those that there are",
        '  got: "zfs"',
        "  allowed: ext4, btrfs, xfs, vfat, swap, none",
        "  fix: take one of them",
        "ignition/relative-path at guests/web/storage.files[0].path",
        "  the path is relative",
        '  got: "etc/motd"',
        "  allowed: an absolute path",
        "  fix: begin it with a slash",
        "ignition/decimal-mode at guests/web/storage.files[0].mode",
        "  644 is a decimal number and means the permissions 1204",
        "  got: 644",
        "  allowed: an octal number",
        "  fix: write 0o644",
        "ignition/duplicate-path at guests/web/storage.files[2].path",
        "  the path stands at storage.files[1].path already",
        '  got: "/etc/a"',
        "  fix: keep one of them",
      ].join("\n"),
    );
  });

  describe("with late values", () => {
    it("passes over them wherever a scalar or text may stand", () => {
      const late = Late.token("${var.x}");

      expect(
        validateIgnition({
          kernelArguments: { shouldExist: [["console=", late]] },
          passwd: { users: [{ name: late, passwordHash: late, sshAuthorizedKeys: [late], uid: Late.token(-1.8e308) }] },
          storage: {
            disks: [{ device: late, partitions: [{ label: late, sizeMiB: Late.token(-1.8e308) }] }],
            filesystems: [{ device: late, format: Late.token("ext4"), label: late }],
            files: [
              { path: late, mode: Late.token(-1.8e308), user: { name: late }, contents: ["a", late] },
              { path: "/etc/b", contents: { base64: late }, append: [{ source: late, verification: { hash: late } }] },
            ],
            links: [{ path: "/etc/c", target: late, hard: Late.token(true) }],
          },
          systemd: { units: [{ name: late, enabled: Late.token(true), contents: ["[Unit]\n", late] }] },
        }),
      ).toEqual([]);
    });

    it("still refuses an unsafe piece beside one", () => {
      expect(
        validateIgnition({
          passwd: { users: [{ name: "core", sshAuthorizedKeys: [["a\nb", Late.token("${var.x}")]] }] },
        }),
      ).toMatchObject([{ code: "ignition/unsafe-value", path: ["passwd", "users", 0, "sshAuthorizedKeys", 0] }]);
    });
  });

  describe("with a secret written out", () => {
    const privateKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n";
    const passwordHash =
      "$6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g.";

    it.each<[string, Contents]>([
      ["a private key", privateKey],
      ["a private key in bytes", { base64: Buffer.from(privateKey).toString("base64") }],
      ["a password's hash", `admin:${passwordHash}\n`],
      ["a yescrypt hash", "x:$y$j9T$abcdefgh$ijklmnop:"],
    ])("warns of %s in a file, without showing it", (_name, contents) => {
      const problems = validateIgnition({ storage: { files: [{ path: "/etc/a", contents }] } });

      expect(problems).toMatchObject([
        { code: "ignition/secret-literal", severity: "warning", path: ["storage", "files", 0, "contents"] },
      ]);
      expect(JSON.stringify(problems)).not.toMatch(/b3Blb|IxDD|j9T/);
    });

    it("warns of it in a unit and in a user's password", () => {
      const user: User = { name: "core", passwordHash };
      const contents = `[Service]\nEnvironment=HASH=${passwordHash}\n`;

      expect(
        validateIgnition({ passwd: { users: [user] }, systemd: { units: [{ name: "a.service", contents }] } }),
      ).toMatchObject([
        { code: "ignition/secret-literal", path: ["systemd", "units", 0, "contents"] },
        { code: "ignition/secret-literal", path: ["passwd", "users", 0, "passwordHash"] },
      ]);
    });

    it("says nothing of one that comes late", () => {
      expect(
        validateIgnition({ passwd: { users: [{ name: "core", passwordHash: Late.token("${var.hash}") }] } }),
      ).toEqual([]);
    });

    it.each([
      ["an unsafe password hash", { passwd: { users: [{ name: "a", passwordHash: "hunter2\nroot::0:0" }] } }],
      [
        "a source with a password",
        { storage: { files: [{ path: "/a", contents: { source: "ftp://u:hunter2@a/" } }] } },
      ],
      ["a signed source", { storage: { files: [{ path: "/a", contents: { source: "ftp://a/?sig=hunter2" } }] } }],
      ["a line of a unit", { systemd: { units: [{ name: "a.service", contents: "hunter2" }] } }],
    ])("shows nothing of %s that is refused", (_name, config) => {
      const problems = validateIgnition(config);

      expect(problems).not.toEqual([]);
      expect(JSON.stringify(problems)).not.toContain("hunter2");
    });
  });

  describe("with what is allowed and yet looks wrong", () => {
    it.each(strangeConfigs)("warns of $name, once", ({ config, code, path }) => {
      expect(validateIgnition(config).map((problem) => [problem.severity, problem.code, problem.path])).toEqual([
        ["warning", code, path],
      ]);
    });

    it("warns of an enabled typed unit that nothing starts", () => {
      expect(
        validateIgnition({ systemd: { units: [{ unit: { name: "a.service", Service: {} }, enabled: true }] } }),
      ).toMatchObject([{ code: "ignition/no-install-section", severity: "warning" }]);
    });
  });

  it("refuses a quadlet as a typed unit", () => {
    expect(validateIgnition({ systemd: { units: [{ unit: { name: "web.container" } }] } })).toMatchObject([
      {
        code: "ignition/unit-name",
        path: ["systemd", "units", 0, "unit", "name"],
        fix: "write a quadlet as a file below /etc/containers/systemd",
      },
    ]);
  });
});
