import { randomBytes } from "node:crypto";
import { CODES } from "../../lib/ignition/codes";
import type { Contents, IgnitionConfig } from "../../lib/ignition/schema";
import { validateIgnition } from "../../lib/ignition/validate";
import type { Code } from "../../lib/values/code";
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
        "  fix: write 0o644, which is 420 in JSON",
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

  describe("of a machine whose disks are known", () => {
    const machine = { diskMiB: new Map([["/dev/vdb", 1024]]) };
    const disk = (...sizes: number[]): IgnitionConfig => ({
      storage: {
        disks: [{ device: "/dev/vdb", partitions: sizes.map((sizeMiB, index) => ({ number: index + 1, sizeMiB })) }],
      },
    });

    it("takes partitions that fill the disk but for its table", () => {
      expect(validateIgnition(disk(511, 511), machine)).toEqual([]);
      expect(validateIgnition(disk(511, 512))).toEqual([]);
    });

    it("refuses partitions that are larger together", () => {
      expect(validateIgnition(disk(511, 512), machine)).toMatchObject([
        { code: "ignition/disk-too-small", path: ["storage", "disks", 0, "partitions", 1], got: "1023 MiB" },
      ]);
    });

    it("refuses a partition that ends beyond the disk", () => {
      const config: IgnitionConfig = {
        storage: { disks: [{ device: "/dev/vdb", partitions: [{ label: "a", startMiB: 1000, sizeMiB: 25 }] }] },
      };

      expect(validateIgnition(config, machine)).toMatchObject([
        { code: "ignition/beyond-disk", path: ["storage", "disks", 0, "partitions", 0], allowed: "1024 MiB" },
      ]);
    });
  });

  describe("with large contents", () => {
    const problemsOf = (contents: Contents): readonly unknown[] =>
      validateIgnition({ storage: { files: [{ path: "/etc/a", contents }] } }).map(({ code, path }) => [code, path]);

    it("warns of what the live ISO could not hold", () => {
      const expected = [["ignition/large-contents", ["storage", "files", 0, "contents"]]];

      expect(problemsOf({ source: `data:;base64,${Buffer.alloc(200_000).toString("base64")}` })).toEqual(expected);
      expect(problemsOf({ base64: randomBytes(200_000).toString("base64") })).toEqual(expected);
    });

    it("says nothing of what is small once packed", () => {
      expect(problemsOf("a".repeat(1_000_000))).toEqual([]);
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

describe("the catalogue of codes", () => {
  it.each(wrongConfigs.filter(({ ignition }) => !ignition))(
    "says why $name is refused, which Ignition takes",
    ({ code }) => {
      expect((CODES as Readonly<Record<string, Code>>)[shared(code)]?.stricter).toEqual(expect.any(String));
    },
  );
});

/** Codes that the catalogue has as one. */
function shared(code: string): string {
  return Object.hasOwn(CODES, code) ? code : "ignition/*";
}
