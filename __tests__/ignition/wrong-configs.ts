import type { IgnitionConfig } from "../../lib/ignition/schema";
import { wrongDevices } from "./wrong-devices";
import type { Row } from "./wrong-row";

/**
 * Configs with a mistake each, in forms that stand for the rendered JSON as well: where `ignition` is true, Ignition
 * refuses that JSON; where it is false, it would find out on the machine or never.
 */
export interface WrongConfig {
  readonly name: string;
  readonly config: unknown;
  readonly ignition: boolean;
  readonly code: string;
  readonly path: readonly (string | number)[];
}

const HASH = `sha512-${"0".repeat(128)}`;
const file = (values: object): object => ({ storage: { files: [{ path: "/a", ...values }] } });
const source = (values: object): object =>
  file({ contents: { source: "https://a/b", verification: { hash: HASH }, ...values } });
const disk = (...partitions: object[]): object => ({ storage: { disks: [{ device: "/dev/vdb", partitions }] } });
const filesystem = (values: object): object => ({ storage: { filesystems: [{ device: "/dev/vdb1", ...values }] } });
const unit = (values: object): object => ({ systemd: { units: [{ name: "a.service", ...values }] } });
const user = (values: object): object => ({ passwd: { users: [{ name: "a", ...values }] } });

const REMOTE = { source: "https://a/b", verification: { hash: HASH } };

const FILE = ["storage", "files", 0] as const;
const PARTITIONS = ["storage", "disks", 0, "partitions"] as const;
const FILESYSTEM = ["storage", "filesystems", 0] as const;
const UNIT = ["systemd", "units", 0] as const;
const USER = ["passwd", "users", 0] as const;

const rows: readonly Row[] = [
  [
    "a version that is not written here",
    { ignition: { version: "3.3.0" } },
    false,
    "invalid-value",
    ["ignition", "version"],
  ],
  ["an unknown key", { storage: { file: [] } }, false, "unrecognized-keys", ["storage"]],
  ["a list that is none", { storage: { files: {} } }, true, "invalid-type", ["storage", "files"]],

  ["a relative path", file({ path: "a" }), true, "relative-path", [...FILE, "path"]],
  ["an empty path", file({ path: "" }), true, "empty", [...FILE, "path"]],
  ["no path", { storage: { files: [{}] } }, true, "invalid-type", [...FILE, "path"]],
  ["a path with an empty part", file({ path: "/a//b" }), true, "unclean-path", [...FILE, "path"]],
  ["a path that goes up", file({ path: "/a/../b" }), true, "unclean-path", [...FILE, "path"]],
  ["a path that ends in a slash", file({ path: "/a/" }), true, "unclean-path", [...FILE, "path"]],
  ["a path with a NUL", file({ path: "/a\u0000b" }), false, "unsafe-value", [...FILE, "path"]],
  ["a path with a line end", file({ path: "/a\nb" }), false, "unsafe-value", [...FILE, "path"]],
  ["a mode written in decimal", file({ mode: 644 }), false, "decimal-mode", [...FILE, "mode"]],
  ["a mode that is too large", file({ mode: 0o10000 }), true, "mode-out-of-range", [...FILE, "mode"]],
  ["a mode that is a text", file({ mode: "0644" }), true, "invalid-type", [...FILE, "mode"]],
  ["an owner by number and name", file({ user: { id: 0, name: "root" } }), true, "id-or-name", [...FILE, "user"]],
  ["an owner by nothing", file({ group: {} }), false, "id-or-name", [...FILE, "group"]],
  ["a negative owner", file({ user: { id: -1 } }), false, "out-of-range", [...FILE, "user", "id"]],
  ["a file removed for nothing", file({ overwrite: true }), true, "overwrite-without-contents", [...FILE, "overwrite"]],

  ["a source that is no URL", source({ source: "a" }), true, "source", [...FILE, "contents", "source"]],
  [
    "a source that is null",
    source({ source: null, verification: {} }),
    false,
    "invalid-type",
    [...FILE, "contents", "source"],
  ],
  ["a source of another scheme", source({ source: "ftp://a/b" }), true, "source", [...FILE, "contents", "source"]],
  ["a source without a server", source({ source: "https://" }), false, "source", [...FILE, "contents", "source"]],
  ["a source with a blank", source({ source: "https://a b/" }), true, "source", [...FILE, "contents", "source"]],
  ["a source with half an escape", source({ source: "https://a/%z" }), true, "source", [...FILE, "contents", "source"]],
  ["a port that is a word", source({ source: "https://a:b/" }), true, "source", [...FILE, "contents", "source"]],
  ["an empty versionId", source({ source: "s3://a/b?versionId=" }), true, "source", [...FILE, "contents", "source"]],
  [
    "an ARN of another service",
    source({ source: "arn:aws:iam::1:a/b" }),
    true,
    "source",
    [...FILE, "contents", "source"],
  ],
  ["a data: URL with a blank", source({ source: "data:,a b" }), true, "source", [...FILE, "contents", "source"]],
  ["a data: URL that is cut", source({ source: "data:;base64,YQ" }), true, "source", [...FILE, "contents", "source"]],
  [
    "an unknown compression",
    source({ compression: "xz" }),
    true,
    "invalid-value",
    [...FILE, "contents", "compression"],
  ],
  [
    "a hash without its function",
    source({ verification: { hash: "0".repeat(128) } }),
    true,
    "hash",
    [...FILE, "contents", "verification", "hash"],
  ],
  [
    "a hash of another function",
    source({ verification: { hash: "md5-0" } }),
    true,
    "hash",
    [...FILE, "contents", "verification", "hash"],
  ],
  [
    "a hash that is cut",
    source({ verification: { hash: HASH.slice(0, -1) } }),
    true,
    "hash",
    [...FILE, "contents", "verification", "hash"],
  ],
  [
    "a hash of letters",
    source({ verification: { hash: HASH.replace(/0$/, "z") } }),
    false,
    "hash",
    [...FILE, "contents", "verification", "hash"],
  ],
  [
    "headers for tftp",
    source({ source: "tftp://a/b", httpHeaders: [{ name: "A", value: "b" }] }),
    true,
    "headers-without-http",
    [...FILE, "contents", "httpHeaders"],
  ],
  [
    "a header without a name",
    source({ httpHeaders: [{ name: "", value: "b" }] }),
    true,
    "empty",
    [...FILE, "contents", "httpHeaders", 0, "name"],
  ],
  [
    "a header with a blank in its name",
    source({ httpHeaders: [{ name: "A b", value: "c" }] }),
    false,
    "header-name",
    [...FILE, "contents", "httpHeaders", 0, "name"],
  ],
  [
    "an empty header",
    source({ httpHeaders: [{ name: "A", value: "" }] }),
    true,
    "empty",
    [...FILE, "contents", "httpHeaders", 0, "value"],
  ],
  [
    "a header twice",
    source({
      httpHeaders: [
        { name: "A", value: "b" },
        { name: "A", value: "c" },
      ],
    }),
    true,
    "duplicate-header",
    [...FILE, "contents", "httpHeaders", 1, "name"],
  ],
  [
    "a header that holds another",
    source({ httpHeaders: [{ name: "A", value: "b\r\nC: d" }] }),
    false,
    "unsafe-value",
    [...FILE, "contents", "httpHeaders", 0, "value"],
  ],
  [
    "a merge without a source",
    { ignition: { config: { merge: [{ verification: {} }] } } },
    true,
    "invalid-type",
    ["ignition", "config", "merge", 0, "source"],
  ],
  [
    "a merge twice",
    { ignition: { config: { merge: [REMOTE, REMOTE] } } },
    true,
    "duplicate-source",
    ["ignition", "config", "merge", 1],
  ],
  [
    "a merge that nothing verifies",
    { ignition: { config: { merge: [{ source: "https://a/b" }] } } },
    false,
    "unverified-merge",
    ["ignition", "config", "merge", 0, "verification"],
  ],
  [
    "a merge of what is no config",
    { ignition: { config: { merge: [{ source: "data:,%7B" }] } } },
    false,
    "merged-config",
    ["ignition", "config", "merge", 0],
  ],
  [
    "a merge of a wrong config",
    {
      ignition: {
        config: {
          merge: [
            {
              source: 'data:,{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"a"}]}}'.replace(
                /["{}[\]]/g,
                encodeURIComponent,
              ),
            },
          ],
        },
      },
    },
    false,
    "merged-config",
    ["ignition", "config", "merge", 0],
  ],
  [
    "a replacement that nothing verifies",
    { ignition: { config: { replace: { source: "http://a/b", verification: {} } } } },
    false,
    "unverified-merge",
    ["ignition", "config", "replace", "verification"],
  ],
  [
    "a replacement with half a hash",
    { ignition: { config: { replace: { source: "http://a/b", verification: { hash: "sha512" } } } } },
    true,
    "hash",
    ["ignition", "config", "replace", "verification", "hash"],
  ],
  [
    "a certificate twice",
    { ignition: { security: { tls: { certificateAuthorities: [REMOTE, REMOTE] } } } },
    true,
    "duplicate-source",
    ["ignition", "security", "tls", "certificateAuthorities", 1],
  ],
  [
    "a certificate without a source",
    { ignition: { security: { tls: { certificateAuthorities: [{}] } } } },
    true,
    "invalid-type",
    ["ignition", "security", "tls", "certificateAuthorities", 0, "source"],
  ],
  [
    "a host without a proxy twice",
    { ignition: { proxy: { noProxy: ["a", "a"] } } },
    true,
    "duplicate-host",
    ["ignition", "proxy", "noProxy", 1],
  ],
  [
    "a negative time",
    { ignition: { timeouts: { httpTotal: -1 } } },
    false,
    "out-of-range",
    ["ignition", "timeouts", "httpTotal"],
  ],
  [
    "a proxy of another scheme",
    { ignition: { proxy: { httpProxy: "ftp://a" } } },
    true,
    "proxy",
    ["ignition", "proxy", "httpProxy"],
  ],

  [
    "a path twice",
    { storage: { files: [{ path: "/a" }], directories: [{ path: "/a" }] } },
    true,
    "duplicate-path",
    ["storage", "files", 0, "path"],
  ],
  [
    "a file below a link",
    { storage: { files: [{ path: "/l/a" }], links: [{ path: "/l", target: "/b" }] } },
    true,
    "below-link",
    [...FILE, "path"],
  ],
  [
    "a folder below a link",
    { storage: { directories: [{ path: "/l/a" }], links: [{ path: "/l", target: "/b" }] } },
    true,
    "below-link",
    ["storage", "directories", 0, "path"],
  ],
  [
    "a link below a link",
    {
      storage: {
        links: [
          { path: "/l", target: "/b" },
          { path: "/l/m/n", target: "/c" },
        ],
      },
    },
    true,
    "below-link",
    ["storage", "links", 1, "path"],
  ],
  [
    "a file below a file",
    { storage: { files: [{ path: "/f" }, { path: "/f/a" }] } },
    false,
    "below-file",
    ["storage", "files", 1, "path"],
  ],
  [
    "a link without a target",
    { storage: { links: [{ path: "/l" }] } },
    true,
    "invalid-type",
    ["storage", "links", 0, "target"],
  ],
  [
    "a link with an empty target",
    { storage: { links: [{ path: "/l", target: "" }] } },
    true,
    "empty",
    ["storage", "links", 0, "target"],
  ],
  [
    "a hard link to a folder",
    { storage: { directories: [{ path: "/d" }], links: [{ path: "/l", target: "/d", hard: true }] } },
    true,
    "hard-link-to-directory",
    ["storage", "links", 0, "target"],
  ],
  [
    "a file in a unit's place",
    { ...file({ path: "/etc/systemd/system/a.service" }), ...unit({ contents: "[Unit]\n" }) },
    true,
    "unit-conflict",
    [...FILE, "path"],
  ],
  [
    "a file in a drop-in's place",
    {
      ...file({ path: "/etc/systemd/system/a.service.d/b.conf" }),
      ...unit({ dropins: [{ name: "b.conf", contents: "[Unit]\n" }] }),
    },
    true,
    "unit-conflict",
    [...FILE, "path"],
  ],

  [
    "a disk without a device",
    { storage: { disks: [{ partitions: [] }] } },
    true,
    "invalid-type",
    ["storage", "disks", 0, "device"],
  ],
  [
    "a disk twice",
    { storage: { disks: [{ device: "/dev/vdb" }, { device: "/dev/vdb" }] } },
    true,
    "duplicate-device",
    ["storage", "disks", 1, "device"],
  ],
  [
    "a partition number twice",
    disk({ number: 1 }, { number: 1 }),
    true,
    "duplicate-partition-number",
    [...PARTITIONS, 1, "number"],
  ],
  [
    "a partition label twice",
    disk({ label: "a" }, { label: "a" }),
    true,
    "duplicate-label",
    [...PARTITIONS, 1, "label"],
  ],
  ["a partition without number and label", disk({ sizeMiB: 1 }), true, "unnamed-partition", [...PARTITIONS, 0]],
  [
    "partitions that overlap",
    disk({ number: 1, startMiB: 1, sizeMiB: 10 }, { number: 2, startMiB: 10, sizeMiB: 10 }),
    true,
    "overlapping-partitions",
    [...PARTITIONS, 1],
  ],
  [
    "a partition within another",
    disk({ number: 1, startMiB: 5, sizeMiB: 1 }, { number: 2, startMiB: 1, sizeMiB: 10 }),
    true,
    "overlapping-partitions",
    [...PARTITIONS, 1],
  ],
  [
    "a deleted partition that is described",
    disk({ number: 1, shouldExist: false, sizeMiB: 1 }),
    true,
    "deleted-yet-described",
    [...PARTITIONS, 0],
  ],
  [
    "a free number beside a deleted partition",
    disk({ number: 1, shouldExist: false }, { label: "a" }),
    true,
    "number-needed",
    [...PARTITIONS, 1],
  ],
  ["a label that is too long", disk({ label: "a".repeat(37) }), true, "partition-label", [...PARTITIONS, 0, "label"]],
  ["a label with a colon", disk({ label: "a:b" }), true, "partition-label", [...PARTITIONS, 0, "label"]],
  ["a GUID that is none", disk({ number: 1, typeGuid: "linux" }), true, "guid", [...PARTITIONS, 0, "typeGuid"]],
  ["a negative size", disk({ number: 1, sizeMiB: -1 }), false, "out-of-range", [...PARTITIONS, 0, "sizeMiB"]],

  ["a device that is no path", filesystem({ device: "vdb1" }), true, "relative-path", [...FILESYSTEM, "device"]],
  [
    "a device twice",
    { storage: { filesystems: [{ device: "/dev/a" }, { device: "/dev/a" }] } },
    true,
    "duplicate-device",
    ["storage", "filesystems", 1, "device"],
  ],
  ["an unknown format", filesystem({ format: "zfs" }), true, "unknown-value", [...FILESYSTEM, "format"]],
  ["a mount point without a format", filesystem({ path: "/a" }), true, "format-needed", FILESYSTEM],
  ["mount options without a format", filesystem({ mountOptions: ["ro"] }), true, "format-needed", FILESYSTEM],
  ["wiping without a format", filesystem({ wipeFilesystem: true }), true, "format-needed", FILESYSTEM],
  ["a relative mount point", filesystem({ format: "ext4", path: "a" }), true, "relative-path", [...FILESYSTEM, "path"]],
  [
    "a mount point twice",
    { storage: { filesystems: ["a", "b"].map((name) => ({ device: `/dev/${name}`, format: "ext4", path: "/m" })) } },
    false,
    "duplicate-mount",
    ["storage", "filesystems", 1, "path"],
  ],
  [
    "a label too long for ext4",
    filesystem({ format: "ext4", label: "a".repeat(17) }),
    true,
    "label-too-long",
    [...FILESYSTEM, "label"],
  ],
  [
    "a label too long for xfs",
    filesystem({ format: "xfs", label: "a".repeat(13) }),
    true,
    "label-too-long",
    [...FILESYSTEM, "label"],
  ],
  [
    "an option with a line end",
    filesystem({ format: "ext4", options: ["-L\na"] }),
    false,
    "unsafe-value",
    [...FILESYSTEM, "options", 0],
  ],

  ["a unit without a suffix", unit({ name: "a" }), true, "unit-name", [...UNIT, "name"]],
  ["a quadlet as a unit", unit({ name: "a.container" }), true, "unit-name", [...UNIT, "name"]],
  ["a unit name with a slash", unit({ name: "../a.service" }), false, "unit-name", [...UNIT, "name"]],
  [
    "a unit twice",
    { systemd: { units: [{ name: "a.service" }, { name: "a.service" }] } },
    true,
    "duplicate-unit",
    ["systemd", "units", 1, "name"],
  ],
  [
    "a drop-in of another suffix",
    unit({ dropins: [{ name: "a.service" }] }),
    true,
    "dropin-name",
    [...UNIT, "dropins", 0, "name"],
  ],
  [
    "a drop-in that leads elsewhere",
    unit({ dropins: [{ name: "../a.conf" }] }),
    false,
    "dropin-name",
    [...UNIT, "dropins", 0, "name"],
  ],
  [
    "a drop-in twice",
    unit({ dropins: [{ name: "a.conf" }, { name: "a.conf" }] }),
    true,
    "duplicate-dropin",
    [...UNIT, "dropins", 1, "name"],
  ],
  ["a section header that is cut", unit({ contents: "[Unit\nA=b\n" }), true, "unit-syntax", [...UNIT, "contents"]],
  ["text after a section header", unit({ contents: "[Unit] x\n" }), true, "unit-syntax", [...UNIT, "contents"]],
  ["a line that is no assignment", unit({ contents: "[Unit]\nfoo\n" }), true, "unit-syntax", [...UNIT, "contents"]],
  [
    "an assignment before any section",
    unit({ contents: "A=b\n[Unit]\n" }),
    false,
    "unit-syntax",
    [...UNIT, "contents"],
  ],
  [
    "a line that is too long",
    unit({ contents: `[Unit]\nDescription=${"a".repeat(2048)}\n` }),
    true,
    "unit-syntax",
    [...UNIT, "contents"],
  ],
  [
    "a drop-in that is no unit",
    unit({ dropins: [{ name: "a.conf", contents: "x" }] }),
    false,
    "unit-syntax",
    [...UNIT, "dropins", 0, "contents"],
  ],
  [
    "a NUL in a unit",
    unit({ contents: "[Unit]\nDescription=a\u0000\n" }),
    false,
    "unsafe-value",
    [...UNIT, "contents"],
  ],

  [
    "a user twice",
    { passwd: { users: [{ name: "a" }, { name: "a" }] } },
    true,
    "duplicate-user",
    ["passwd", "users", 1, "name"],
  ],
  [
    "a group twice",
    { passwd: { groups: [{ name: "a" }, { name: "a" }] } },
    true,
    "duplicate-group",
    ["passwd", "groups", 1, "name"],
  ],
  ["a user twice in a group", user({ groups: ["wheel", "wheel"] }), true, "duplicate-group", [...USER, "groups", 1]],
  ["a key twice", user({ sshAuthorizedKeys: ["a", "a"] }), true, "duplicate-key", [...USER, "sshAuthorizedKeys", 1]],
  ["a user name with a colon", user({ name: "a:b" }), false, "account-name", [...USER, "name"]],
  [
    "a key with a line end",
    user({ sshAuthorizedKeys: ["a\nb"] }),
    false,
    "unsafe-value",
    [...USER, "sshAuthorizedKeys", 0],
  ],
  ["a full name with a colon", user({ gecos: "a:0:0" }), false, "account-field", [...USER, "gecos"]],
  ["a home that is written in two ways", user({ homeDir: "/var//a" }), false, "unclean-path", [...USER, "homeDir"]],
  ["a full name with half a character", user({ gecos: "a\ud800" }), false, "ill-formed-text", [...USER, "gecos"]],
  ["a relative home", user({ homeDir: "home" }), false, "relative-path", [...USER, "homeDir"]],
  [
    "a number of two users",
    {
      passwd: {
        users: [
          { name: "a", uid: 2000 },
          { name: "b", uid: 2000 },
        ],
      },
    },
    false,
    "duplicate-id",
    ["passwd", "users", 1, "uid"],
  ],
  [
    "a number of two groups",
    {
      passwd: {
        groups: [
          { name: "a", gid: 2000 },
          { name: "b", gid: 2000 },
        ],
      },
    },
    false,
    "duplicate-id",
    ["passwd", "groups", 1, "gid"],
  ],
  ["a number that is none", user({ uid: 4294967295 }), false, "out-of-range", [...USER, "uid"]],
  [
    "a kernel argument twice",
    { kernelArguments: { shouldExist: ["a"], shouldNotExist: ["a"] } },
    true,
    "duplicate-argument",
    ["kernelArguments", "shouldNotExist", 0],
  ],
  [
    "an empty kernel argument",
    { kernelArguments: { shouldExist: [""] } },
    false,
    "empty",
    ["kernelArguments", "shouldExist", 0],
  ],
];

export const wrongConfigs: readonly WrongConfig[] = [...rows, ...wrongDevices].map(
  ([name, config, ignition, code, path]) => ({
    name,
    config,
    ignition,
    code: `ignition/${code}`,
    path,
  }),
);

/** The config as Ignition would get it, had nobody checked. */
export function rawJson(config: unknown): string {
  const { ignition, ...rest } = config as IgnitionConfig;
  return JSON.stringify({ ignition: { version: "3.4.0", ...ignition }, ...rest });
}
