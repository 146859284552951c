import type { IgnitionConfig } from "../../lib/ignition/schema";
import type { Row } from "./wrong-row";

/** Configs that Ignition takes, but each of which looks wrong; where `ignition` is true, Ignition warns as well. */
export interface StrangeConfig {
  readonly name: string;
  readonly config: IgnitionConfig;
  readonly ignition: boolean;
  readonly code: string;
  readonly path: readonly (string | number)[];
}

const HASH = `sha512-${"0".repeat(128)}`;
const file = (path: string): object => ({ storage: { files: [{ path }] } });
const unit = (values: object): object => ({ systemd: { units: [{ name: "a.service", ...values }] } });
const filesystem = (values: object): object => ({
  storage: { filesystems: [{ device: "/dev/vdb1", format: "ext4", ...values }] },
});
const user = (values: object): object => ({ passwd: { users: [{ name: "core", ...values }] } });

const UNIT = ["systemd", "units", 0] as const;
const FILESYSTEM = ["storage", "filesystems", 0] as const;
const USER = ["passwd", "users", 0] as const;

const rows: readonly Row[] = [
  [
    "an unverified source",
    { storage: { files: [{ path: "/etc/a", contents: { source: "http://a/b" } }] } },
    false,
    "unverified-source",
    ["storage", "files", 0, "contents", "verification"],
  ],
  [
    "a header without a value",
    {
      storage: {
        files: [
          {
            path: "/etc/a",
            contents: { source: "http://a/b", verification: { hash: HASH }, httpHeaders: [{ name: "Accept" }] },
          },
        ],
      },
    },
    false,
    "header-without-value",
    ["storage", "files", 0, "contents", "httpHeaders", 0],
  ],
  [
    "a config that is replaced",
    {
      ignition: { config: { replace: { source: "http://a/b", verification: { hash: HASH } } } },
      storage: { directories: [{ path: "/etc/a" }] },
    },
    false,
    "replaced",
    ["ignition", "config", "replace"],
  ],
  [
    "a proxy without encryption",
    { ignition: { proxy: { httpsProxy: "http://a:3128" } } },
    true,
    "insecure-proxy",
    ["ignition", "proxy", "httpsProxy"],
  ],
  [
    "a mode that may be decimal",
    { storage: { files: [{ path: "/etc/a", mode: 444 }] } },
    false,
    "decimal-mode",
    [...["storage", "files", 0, "mode"]],
  ],

  [
    "an enabled unit that nothing starts",
    unit({ enabled: true, contents: "[Service]\nExecStart=/bin/a\n" }),
    true,
    "no-install-section",
    [...UNIT, "enabled"],
  ],
  [
    "an enabled instance of a template that nothing starts",
    {
      systemd: {
        units: [
          { name: "a@b.service", enabled: true },
          { name: "a@.service", contents: "[Service]\nExecStart=/bin/a\n" },
        ],
      },
    },
    true,
    "no-install-section",
    [...UNIT, "enabled"],
  ],
  [
    "a template that is enabled itself",
    unit({ name: "a@.service", enabled: true, contents: "[Install]\nWantedBy=multi-user.target\n" }),
    false,
    "template-enabled",
    [...UNIT, "enabled"],
  ],
  ["a masked unit that is enabled", unit({ mask: true, enabled: true }), false, "masked-unit", [...UNIT, "mask"]],
  [
    "a masked unit that is written",
    unit({ mask: true, contents: "[Service]\nExecStart=/bin/a\n" }),
    false,
    "masked-unit",
    [...UNIT, "mask"],
  ],

  [
    "a file system over partitions",
    {
      storage: {
        disks: [{ device: "/dev/vdb", partitions: [{ label: "a" }] }],
        filesystems: [{ device: "/dev/vdb", format: "ext4" }],
      },
    },
    true,
    "partitions-overwritten",
    [...FILESYSTEM, "device"],
  ],
  [
    "a volume over partitions",
    {
      storage: {
        disks: [{ device: "/dev/vdb", partitions: [{ label: "a" }] }],
        luks: [{ name: "a", device: "/dev/vdb" }],
      },
    },
    false,
    "partitions-overwritten",
    ["storage", "luks", 0, "device"],
  ],
  [
    "a file system on a wiped disk",
    {
      storage: {
        disks: [{ device: "/dev/vdb", wipeTable: true }],
        filesystems: [{ device: "/dev/vdb", format: "ext4" }],
      },
    },
    true,
    "implicit-wipe",
    [...FILESYSTEM, "device"],
  ],
  [
    "a partition after one that takes all the room of a disk that may have both",
    {
      storage: {
        disks: [
          {
            device: "/dev/vdb",
            partitions: [
              { label: "a", startMiB: 0, sizeMiB: 0 },
              { label: "b", startMiB: 0 },
            ],
          },
        ],
      },
    },
    false,
    "no-room-left",
    ["storage", "disks", 0, "partitions", 1],
  ],
  [
    "mount options of what is mounted nowhere",
    filesystem({ mountOptions: ["noexec"] }),
    false,
    "mount-options-without-path",
    [...FILESYSTEM, "mountOptions"],
  ],
  [
    "a mount point of swap space",
    filesystem({ format: "swap", path: "/var/a" }),
    false,
    "path-without-mount",
    [...FILESYSTEM, "path"],
  ],
  ["a mount point behind a link", filesystem({ path: "/home" }), false, "mount-below-link", [...FILESYSTEM, "path"]],
  ["a mount point in the root folder", filesystem({ path: "/data" }), false, "read-only-path", [...FILESYSTEM, "path"]],
  [
    "a file on a file system that no unit mounts",
    {
      storage: {
        filesystems: [{ device: "/dev/vdb1", format: "ext4", path: "/var/a" }],
        files: [{ path: "/var/a/b" }],
      },
    },
    false,
    "vanishing-files",
    [...FILESYSTEM, "path"],
  ],
  [
    "a file system on a partition that no disk has",
    {
      storage: {
        disks: [{ device: "/dev/vdb", partitions: [{ label: "a" }] }],
        filesystems: [{ device: "/dev/disk/by-partlabel/b", format: "ext4" }],
      },
    },
    false,
    "unknown-device",
    [...FILESYSTEM, "device"],
  ],
  [
    "a file system on an array that is not there",
    filesystem({ device: "/dev/md/a" }),
    false,
    "unknown-device",
    [...FILESYSTEM, "device"],
  ],
  [
    "a file system on a volume that is not there",
    filesystem({ device: "/dev/mapper/a" }),
    false,
    "unknown-device",
    [...FILESYSTEM, "device"],
  ],
  [
    "a file system on a volume that is not there, by its other name",
    filesystem({ device: "/dev/disk/by-id/dm-name-a" }),
    false,
    "unknown-device",
    [...FILESYSTEM, "device"],
  ],
  [
    "a root volume that nothing opens",
    {
      storage: {
        luks: [{ name: "root", device: "/dev/disk/by-partlabel/root", wipeVolume: true }],
        filesystems: [{ device: "/dev/mapper/root", format: "xfs", label: "root", wipeFilesystem: true }],
      },
    },
    false,
    "root-without-clevis",
    ["storage", "luks", 0],
  ],
  [
    "a thumbprint that is none",
    {
      storage: {
        luks: [{ name: "a", device: "/dev/vdb1", clevis: { tang: [{ url: "https://a", thumbprint: "sha256" }] } }],
      },
    },
    false,
    "thumbprint",
    ["storage", "luks", 0, "clevis", "tang", 0, "thumbprint"],
  ],

  [
    "an owner of a hard link",
    { storage: { links: [{ path: "/etc/a", target: "/etc/b", hard: true, user: { id: 1 } }] } },
    true,
    "hard-link-owner",
    ["storage", "links", 0, "user"],
  ],
  [
    "a relative target of a hard link",
    { storage: { links: [{ path: "/etc/a", target: "b", hard: true }] } },
    false,
    "relative-hard-link",
    ["storage", "links", 0, "target"],
  ],
  ["a file below /usr", file("/usr/lib/a"), false, "read-only-path", ["storage", "files", 0, "path"]],
  ["a file below a link to /usr", file("/bin/a"), false, "read-only-path", ["storage", "files", 0, "path"]],
  ["a file in the root folder", file("/a"), false, "read-only-path", ["storage", "files", 0, "path"]],
  ["a file that is hidden", file("/run/a"), false, "hidden-path", ["storage", "files", 0, "path"]],
  [
    "a file by two names",
    { storage: { files: [{ path: "/home/a" }, { path: "/var/home/a" }] } },
    false,
    "same-place",
    ["storage", "files", 1, "path"],
  ],
  [
    "a file of a user that nobody makes",
    { storage: { files: [{ path: "/etc/a", user: { name: "app" } }] } },
    false,
    "unknown-user",
    ["storage", "files", 0, "user", "name"],
  ],
  [
    "a file of a user that is removed",
    {
      passwd: { users: [{ name: "core", shouldExist: false }] },
      storage: { files: [{ path: "/etc/a", user: { name: "core" } }] },
    },
    false,
    "unknown-user",
    ["storage", "files", 0, "user", "name"],
  ],
  [
    "a file of a group that nobody makes",
    { storage: { files: [{ path: "/etc/a", group: { name: "app" } }] } },
    false,
    "unknown-group",
    ["storage", "files", 0, "group", "name"],
  ],
  ["a user in a group that nobody makes", user({ groups: ["app"] }), false, "unknown-group", [...USER, "groups", 0]],
  [
    "a user with a main group that nobody makes",
    user({ primaryGroup: "app" }),
    false,
    "unknown-group",
    [...USER, "primaryGroup"],
  ],
  [
    "a user with a group of its name",
    { passwd: { users: [{ name: "app" }], groups: [{ name: "app" }] } },
    false,
    "user-group-exists",
    USER,
  ],
  [
    "a key that is a path",
    user({ sshAuthorizedKeys: ["~/.ssh/id_ed25519.pub"] }),
    false,
    "ssh-key",
    [...USER, "sshAuthorizedKeys", 0],
  ],
];

export const strangeConfigs: readonly StrangeConfig[] = rows.map(([name, config, ignition, code, path]) => ({
  name,
  config: config as IgnitionConfig,
  ignition,
  code: `ignition/${code}`,
  path,
}));
