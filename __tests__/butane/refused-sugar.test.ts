import { gzipSync } from "node:zlib";
import { desugar } from "../../lib/butane/desugar";
import { NEWEST, type ButaneVersion } from "../../lib/butane/version";
import type { BootDevice, GrubUser, SugaredConfig, SugaredFilesystem, SugaredStorage } from "../../lib/butane/schema";
import { memoryFiles } from "./memory-files";

const FILES = memoryFiles({
  "text.txt": "text",
  "bytes.bin": Buffer.from([0xff, 0xfe]),
  "packed.gz": gzipSync("text"),
  "app/a.conf": "a",
  "app/link": { target: "a.conf" },
  "app/sub/b.conf": "b",
});

const TEXTS_SHA256 = "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1";

/** Code, severity where it is a warning, and path of each problem. */
function problemsOf(config: SugaredConfig, version: ButaneVersion = NEWEST): readonly string[] {
  return desugar(config, FILES, version).problems.map(
    ({ code, path, severity }) => `${code} at ${path.join(".")}${severity === "warning" ? " (warning)" : ""}`,
  );
}

describe("desugar", () => {
  describe("given a boot device", () => {
    const mirror = { devices: ["/dev/sda", "/dev/sdb"] };

    it.each<[string, BootDevice, readonly string[]]>([
      ["a layout that is none", { layout: "amd64" as "x86_64", mirror }, ["butane/layout at bootDevice.layout"]],
      ["a layout alone", { layout: "x86_64", luks: {} }, ["butane/boot-device-without-effect at bootDevice (warning)"]],
      [
        "a mirror of one disk",
        { layout: "x86_64", mirror: { devices: ["/dev/sda"] } },
        ["butane/mirror-of-one at bootDevice.mirror.devices"],
      ],
      ["a mirror without a layout", { mirror }, ["butane/mirror-without-layout at bootDevice.mirror"]],
      ["a mirror of s390x", { layout: "s390x-virt", mirror }, ["butane/mirror-layout at bootDevice.layout"]],
      ["encryption by nothing", { luks: { discard: true } }, ["butane/luks-without-method at bootDevice.luks"]],
      [
        "encryption with a threshold and no method",
        { luks: { threshold: 1, tpm2: false, tang: [] } },
        ["butane/luks-without-method at bootDevice.luks"],
      ],
      [
        "a disk of DASD that is not named",
        { layout: "s390x-eckd", luks: { tpm2: true } },
        ["butane/luks-device at bootDevice.luks.device"],
      ],
      [
        "a disk of SCSI for DASD",
        { layout: "s390x-eckd", luks: { tpm2: true, device: "/dev/sda" } },
        ["butane/luks-device at bootDevice.luks.device"],
      ],
      [
        "a partition for a disk of SCSI",
        { layout: "s390x-zfcp", luks: { tpm2: true, device: "/dev/sda1" } },
        ["butane/luks-device at bootDevice.luks.device"],
      ],
      ["Crypto Express on x86_64", { luks: { cex: { enabled: true } } }, ["butane/cex-layout at bootDevice.luks.cex"]],
      [
        "Crypto Express beside a TPM",
        { layout: "s390x-virt", luks: { cex: { enabled: true }, tpm2: true } },
        ["butane/cex-with-clevis at bootDevice.luks"],
      ],
    ])("refuses %s", (_name, bootDevice, problems) => {
      expect(problemsOf({ bootDevice })).toEqual(problems);
    });

    it("takes what was refused only later in documents of then", () => {
      expect(problemsOf({ bootDevice: { mirror } }, "1.6.0")).toEqual([
        "butane/mirror-without-layout at bootDevice.mirror (warning)",
      ]);
      expect(problemsOf({ bootDevice: { layout: "s390x-virt", luks: { tpm2: true } } }, "1.5.0")).toEqual([
        "butane/layout at bootDevice.layout",
      ]);
    });

    it("takes methods that are switched off for no encryption", () => {
      const { config, problems } = desugar({
        bootDevice: { luks: { tpm2: false, tang: [], cex: { enabled: false } } },
      });

      expect(problems).toEqual([]);
      expect(config).toEqual({});
    });
  });

  describe("given a mount unit", () => {
    const sound: SugaredFilesystem = { device: "/dev/vdb", format: "ext4", path: "/var/x", withMountUnit: true };

    it.each<[string, Partial<SugaredFilesystem>, readonly string[]]>([
      ["no format", { format: undefined }, ["mount-unit-without-format at storage.filesystems.0.format"]],
      ["no path", { path: undefined }, ["mount-unit-without-path at storage.filesystems.0.path"]],
      ["a path of the system's", { path: "/home" }, ["mount-point at storage.filesystems.0.path"]],
      ["a path that only begins as one may", { path: "/variant" }, ["mount-point at storage.filesystems.0.path"]],
      ["a device that goes on", { device: "/dev/a\\" }, ["mount-unit-value at storage.filesystems.0.device"]],
      ["a path with a space at its end", { path: "/var/x " }, ["mount-unit-value at storage.filesystems.0.path"]],
      [
        "an option that goes on",
        { mountOptions: ["ro", "x-a=\\"] },
        ["mount-unit-value at storage.filesystems.0.mountOptions.1"],
      ],
    ])("refuses %s", (_name, wrong, problems) => {
      expect(problemsOf({ storage: { filesystems: [{ ...sound, ...wrong }] } })).toEqual(
        problems.map((problem) => `butane/${problem}`),
      );
    });

    it("takes any path in documents of version 1.5.0", () => {
      expect(problemsOf({ storage: { filesystems: [{ ...sound, path: "/home" }] } }, "1.5.0")).toEqual([]);
    });
  });

  describe("given users of GRUB", () => {
    const passwordHash = "grub.pbkdf2.sha512.10000.AB.CD";

    it.each<[string, GrubUser, string]>([
      ["no name", { name: "", passwordHash }, "grub-user-name at grub.users.0.name"],
      ["a name with a space", { name: "a b", passwordHash }, "grub-user-name at grub.users.0.name"],
      ["a name with a quote", { name: 'a"', passwordHash }, "grub-user-name at grub.users.0.name"],
      ["no hash", { name: "root", passwordHash: "" }, "grub-password-hash at grub.users.0.passwordHash"],
      [
        "a hash with a line of its own",
        { name: "root", passwordHash: "x\nset superusers=" },
        "grub-password-hash at grub.users.0.passwordHash",
      ],
    ])("refuses %s", (_name, user, problem) => {
      expect(problemsOf({ grub: { users: [user] } })).toEqual([`butane/${problem}`]);
      expect(JSON.stringify(desugar({ grub: { users: [user] } }).problems)).not.toContain("superusers");
    });
  });

  describe("given contents", () => {
    it.each<[string, SugaredStorage, readonly string[]]>([
      [
        "two sources",
        { files: [{ path: "/x", contents: { inline: "a", local: "text.txt" } }] },
        ["several-contents at storage.files.0.contents.local"],
      ],
      [
        "a source beside text",
        { files: [{ path: "/x", append: [{ inline: "a", source: "data:,a" } as never] }] },
        ["several-contents at storage.files.0.append.0.source"],
      ],
      [
        "a file that is not there",
        { luks: [{ name: "a", device: "/dev/vdb", keyFile: { local: "nowhere" } }] },
        ["missing-file at storage.luks.0.keyFile.local"],
      ],
      [
        "the wrong hash",
        {
          files: [{ path: "/x", contents: { local: "text.txt", verification: { hash: `sha256-${"0".repeat(64)}` } } }],
        },
        ["wrong-hash at storage.files.0.contents.verification.hash"],
      ],
      [
        "the hash of the packed bytes",
        {
          files: [
            {
              path: "/x",
              contents: { local: "packed.gz", compression: "gzip", verification: { hash: `sha256-${TEXTS_SHA256}` } },
            },
          ],
        },
        [],
      ],
      [
        "compression where there is none",
        { files: [{ path: "/x", contents: { local: "text.txt", compression: "gzip" } }] },
        ["not-gzip at storage.files.0.contents.local"],
      ],
    ])("judges %s", (_name, storage, problems) => {
      expect(problemsOf({ storage })).toEqual(problems.map((problem) => `butane/${problem}`));
    });

    it("refuses units and keys that are no text, or are there twice", () => {
      expect(
        problemsOf({
          passwd: { users: [{ name: "core", sshAuthorizedKeysLocal: ["text.txt", "bytes.bin"] }] },
          systemd: {
            units: [
              { name: "a.service", contents: "", contentsLocal: "text.txt" },
              { name: "b.service", contentsLocal: "bytes.bin", dropins: [{ name: "c.conf", contentsLocal: "no" }] },
            ],
          },
        }),
      ).toEqual([
        "butane/not-text at passwd.users.0.sshAuthorizedKeysLocal.1",
        "butane/several-contents at systemd.units.0.contentsLocal",
        "butane/missing-file at systemd.units.1.dropins.0.contentsLocal",
        "butane/not-text at systemd.units.1.contentsLocal",
      ]);
    });

    it("refuses local files where no directory is given", () => {
      const { problems } = desugar({
        storage: { files: [{ path: "/x", contents: { local: "text.txt" } }], trees: [{ local: "app" }] },
      });

      expect(problems.map(({ code, path }) => ({ code, path }))).toEqual([
        { code: "butane/no-files-directory", path: ["storage", "files", 0, "contents", "local"] },
        { code: "butane/no-files-directory", path: ["storage", "trees", 0, "local"] },
      ]);
      expect(problems[0]?.fix).toContain("filesDirectory");
    });
  });

  describe("given trees", () => {
    const tree = { local: "app", path: "/opt" };

    it.each<[string, SugaredStorage, readonly string[]]>([
      ["no folder", { trees: [{ local: "" }] }, ["tree-without-folder at storage.trees.0.local"]],
      ["a folder that is not there", { trees: [{ local: "none" }] }, ["missing-file at storage.trees.0.local"]],
      [
        "contents for one of its files",
        { trees: [tree], files: [{ path: "/opt/a.conf", contents: "" }] },
        ["tree-conflict at storage.trees.0"],
      ],
      [
        "a target for one of its links",
        { trees: [tree], links: [{ path: "/opt/link", target: "x" }] },
        ["tree-conflict at storage.trees.0"],
      ],
      [
        "a folder in place of one of its files",
        { trees: [tree], directories: [{ path: "/opt/a.conf" }] },
        ["tree-conflict at storage.trees.0"],
      ],
      [
        "a link in place of one of its files",
        { trees: [tree], links: [{ path: "/opt/a.conf" }] },
        ["tree-conflict at storage.trees.0"],
      ],
      [
        "one of its folders, where it owns them",
        { trees: [{ ...tree, user: { id: 1 } }], directories: [{ path: "/opt/sub" }] },
        ["tree-conflict at storage.trees.0"],
      ],
      ["one of its folders", { trees: [tree], directories: [{ path: "/opt/sub", mode: 0o700 }] }, []],
      [
        "the same twice",
        { trees: [tree, tree] },
        ["tree-conflict at storage.trees.1", "tree-conflict at storage.trees.1", "tree-conflict at storage.trees.1"],
      ],
      [
        "an owner for the root folder",
        { trees: [{ local: "app/sub", user: { id: 1 } }] },
        ["tree-owns-root at storage.trees.0 (warning)"],
      ],
    ])("judges %s", (_name, storage, problems) => {
      expect(problemsOf({ storage })).toEqual(problems.map((problem) => `butane/${problem}`));
    });
  });

  describe("given partitions", () => {
    const disk = { device: "/dev/disk/by-id/coreos-boot-disk" };

    it("warns of what would not become of them what was meant", () => {
      expect(
        problemsOf({
          storage: {
            disks: [
              {
                ...disk,
                partitions: [
                  { number: 4, label: "root", sizeMiB: 8191 },
                  { label: "boot", number: 2 },
                ],
              },
              { device: "/dev/vdb", wipeTable: true, partitions: [{ label: "root" }, { label: "var" }] },
              { device: "/dev/vdc", partitions: [{ label: "data" }] },
            ],
          },
        }),
      ).toEqual([
        "butane/reuse-by-label at storage.disks.2.partitions.0.number (warning)",
        "butane/root-too-small at storage.disks.0.partitions.0.sizeMiB (warning)",
        "butane/reserved-label at storage.disks.0.partitions.1.label (warning)",
        "butane/root-constrained at storage.disks.1.partitions.0.label (warning)",
      ]);
    });

    it("warns of nothing where they are as the image has them", () => {
      expect(
        problemsOf({
          storage: {
            disks: [
              {
                ...disk,
                partitions: [
                  { number: 4, label: "root", sizeMiB: 8192 },
                  { label: "var", startMiB: 0 },
                ],
              },
            ],
          },
        }),
      ).toEqual([]);
    });
  });

  it("refuses data of the wrong shape", () => {
    const config = {
      bootDevice: { luks: { tpm: true }, mirror: { devices: "/dev/sda" } },
      storage: { trees: {}, files: [{ path: "/x", contents: { local: 1 } }], filesystems: [{ withMountUnit: "yes" }] },
    } as unknown as SugaredConfig;

    expect(problemsOf(config)).toEqual([
      "butane/invalid-type at storage.filesystems.0.withMountUnit",
      "butane/invalid-type at storage.files.0.contents.local",
      "butane/invalid-type at storage.trees",
      "butane/unrecognized-keys at bootDevice.luks",
      "butane/invalid-type at bootDevice.mirror.devices",
    ]);
  });
});
