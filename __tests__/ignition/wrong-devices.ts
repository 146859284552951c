import type { Row } from "./wrong-row";

const luks = (values: object, version = "3.4.0"): object => ({
  ignition: { version },
  storage: { luks: [{ name: "a", device: "/dev/vdb1", ...values }] },
});
const tang = (values: object): object =>
  luks({ clevis: { tang: [{ url: "https://a", thumbprint: THUMBPRINT, ...values }] } });
const raid = (values: object): object => ({
  storage: { raid: [{ name: "a", level: "raid1", devices: ["/dev/vdb", "/dev/vdc"], ...values }] },
});
const disk = (wipeTable: boolean, ...partitions: object[]): object => ({
  storage: { disks: [{ device: "/dev/vdb", wipeTable, partitions }] },
});
const filesystem = (values: object): object => ({ storage: { filesystems: [{ device: "/dev/vdb1", ...values }] } });
const mounted = (nodes: object): object => ({
  storage: { filesystems: [{ device: "/dev/vdb1", format: "ext4", path: "/var/a/b" }], ...nodes },
});

const THUMBPRINT = "G7pNvD_5wVrmYQ0Ho1w9ZqWq3rM";
const GUID = "0fc63daf-8483-4772-8e79-3d69d8477de4";
const LUKS = ["storage", "luks", 0] as const;
const TANG = [...LUKS, "clevis", "tang"] as const;
const RAID = ["storage", "raid", 0] as const;
const FILESYSTEM = ["storage", "filesystems", 0] as const;
const PARTITIONS = ["storage", "disks", 0, "partitions"] as const;

/** Mistakes in encrypted volumes, arrays, disks and what is mounted. */
export const wrongDevices: readonly Row[] = [
  ["a volume with a slash in its name", luks({ name: "a/b" }), true, "volume-name", [...LUKS, "name"]],
  ["a volume with a blank in its name", luks({ name: "a b" }), false, "volume-name", [...LUKS, "name"]],
  ["a volume that is named like an option", luks({ name: "-q" }), false, "volume-name", [...LUKS, "name"]],
  ["a volume without a name", luks({ name: "" }), false, "empty", [...LUKS, "name"]],
  ["a volume's label that is too long", luks({ label: "a".repeat(48) }), true, "label-too-long", [...LUKS, "label"]],
  ["a volume's label of too many bytes", luks({ label: "ü".repeat(24) }), true, "label-too-long", [...LUKS, "label"]],
  ["a volume on no device", { storage: { luks: [{ name: "a" }] } }, true, "invalid-type", [...LUKS, "device"]],
  ["a volume on an empty device", luks({ device: "" }), true, "empty", [...LUKS, "device"]],
  ["a volume on a relative device", luks({ device: "vdb1" }), true, "relative-path", [...LUKS, "device"]],
  [
    "a volume twice",
    {
      storage: {
        luks: [
          { name: "a", device: "/dev/vdb1" },
          { name: "a", device: "/dev/vdb2" },
        ],
      },
    },
    true,
    "duplicate-volume",
    ["storage", "luks", 1, "name"],
  ],
  [
    "an option of opening twice",
    luks({ openOptions: ["-a", "-a"] }),
    true,
    "duplicate-option",
    [...LUKS, "openOptions", 1],
  ],
  [
    "a key file of another scheme",
    luks({ keyFile: { source: "ftp://a" } }),
    true,
    "source",
    [...LUKS, "keyFile", "source"],
  ],
  ["a key file that is empty", luks({ keyFile: { source: "data:," } }), false, "empty", [...LUKS, "keyFile"]],
  [
    "custom clevis beside the TPM",
    luks({ clevis: { tpm2: true, custom: { pin: "tpm2", config: "{}" } } }),
    true,
    "clevis-custom-with-others",
    [...LUKS, "clevis"],
  ],
  [
    "custom clevis beside a server",
    luks({ clevis: { tang: [{ url: "http://a", thumbprint: THUMBPRINT }], custom: { pin: "tpm2", config: "{}" } } }),
    true,
    "clevis-custom-with-others",
    [...LUKS, "clevis"],
  ],
  [
    "custom clevis beside a threshold",
    luks({ clevis: { threshold: 1, custom: { pin: "tpm2", config: "{}" } } }),
    true,
    "clevis-custom-with-others",
    [...LUKS, "clevis"],
  ],
  [
    "custom clevis without a pin",
    luks({ clevis: { custom: { config: "{}" } } }),
    true,
    "invalid-type",
    [...LUKS, "clevis", "custom", "pin"],
  ],
  [
    "custom clevis without a config",
    luks({ clevis: { custom: { pin: "tpm2" } } }),
    true,
    "invalid-type",
    [...LUKS, "clevis", "custom", "config"],
  ],
  [
    "custom clevis with a config that is no JSON",
    luks({ clevis: { custom: { pin: "tpm2", config: "{" } } }),
    false,
    "json",
    [...LUKS, "clevis", "custom", "config"],
  ],
  [
    "more pieces than there are",
    luks({ clevis: { tpm2: true, threshold: 2 } }),
    false,
    "clevis-threshold",
    [...[...LUKS, "clevis", "threshold"]],
  ],
  [
    "no piece that is needed, of those that there are",
    luks({ clevis: { tang: [{ url: "http://a", thumbprint: THUMBPRINT }], tpm2: true, threshold: 0 } }),
    false,
    "clevis-threshold",
    [...LUKS, "clevis", "threshold"],
  ],
  [
    "keys of cex beside clevis",
    luks({ cex: { enabled: true }, clevis: { tpm2: true } }, "3.5.0"),
    true,
    "cex-with-others",
    [...LUKS, "cex"],
  ],
  [
    "keys of cex beside a key file",
    luks({ cex: { enabled: true }, keyFile: { source: "data:,a" } }, "3.5.0"),
    true,
    "cex-with-others",
    [...LUKS, "cex"],
  ],
  ["a tang server of another scheme", tang({ url: "ftp://a" }), true, "tang-url", [...TANG, 0, "url"]],
  ["a tang server that is no URL", tang({ url: "https://a b" }), true, "tang-url", [...TANG, 0, "url"]],
  ["a tang server without a URL", tang({ url: "" }), true, "empty", [...TANG, 0, "url"]],
  ["a tang server without a thumbprint", tang({ thumbprint: "" }), true, "empty", [...TANG, 0, "thumbprint"]],
  ["an advertisement that is no JSON", tang({ advertisement: "{'a'}" }), true, "json", [...TANG, 0, "advertisement"]],
  [
    "a tang server twice",
    luks({
      clevis: {
        tang: [
          { url: "https://a", thumbprint: THUMBPRINT },
          { url: "https://a", thumbprint: THUMBPRINT },
        ],
      },
    }),
    true,
    "duplicate-tang",
    [...TANG, 1, "url"],
  ],

  ["an array without devices", raid({ devices: [] }), true, "too-few-devices", [...RAID, "devices"]],
  ["an array without a list of devices", raid({ devices: undefined }), true, "invalid-type", [...RAID, "devices"]],
  ["an array of an unknown level", raid({ level: "raid7" }), true, "unknown-value", [...RAID, "level"]],
  ["an array without a level", raid({ level: undefined }), true, "invalid-type", [...RAID, "level"]],
  ["an array on a relative device", raid({ devices: ["vdb"] }), true, "relative-path", [...RAID, "devices", 0]],
  [
    "an array with a device twice",
    raid({ devices: ["/dev/vdb", "/dev/vdb"] }),
    true,
    "duplicate-device",
    [...[...RAID, "devices", 1]],
  ],
  [
    "spares of a striped array",
    raid({ level: "raid0", spares: 1 }),
    true,
    "spares-without-redundancy",
    [...RAID, "spares"],
  ],
  [
    "spares of a linear array",
    raid({ level: "linear", spares: 1 }),
    true,
    "spares-without-redundancy",
    [...RAID, "spares"],
  ],
  ["an array of spares only", raid({ spares: 2 }), false, "too-few-devices", [...RAID, "devices"]],
  ["an array of level 6 with two devices", raid({ level: "6" }), false, "too-few-devices", [...RAID, "devices"]],
  ["an array with a slash in its name", raid({ name: "a/b" }), false, "array-name", [...RAID, "name"]],
  ["an array that is named like an option", raid({ name: "-a" }), false, "array-name", [...RAID, "name"]],
  [
    "an array twice",
    {
      storage: {
        raid: [
          { name: "a", level: "raid1", devices: ["/dev/vdb"] },
          { name: "a", level: "raid1", devices: ["/dev/vdc"] },
        ],
      },
    },
    true,
    "duplicate-array",
    ["storage", "raid", 1, "name"],
  ],
  [
    "a device of two arrays",
    {
      storage: {
        raid: [
          { name: "a", level: "raid1", devices: ["/dev/vdb"] },
          { name: "b", level: "raid1", devices: ["/dev/vdb"] },
        ],
      },
    },
    false,
    "duplicate-device",
    ["storage", "raid", 1, "devices", 0],
  ],
  [
    "a device of two volumes",
    {
      storage: {
        luks: [
          { name: "a", device: "/dev/vdb1" },
          { name: "b", device: "/dev/vdb1" },
        ],
      },
    },
    false,
    "duplicate-device",
    ["storage", "luks", 1, "device"],
  ],
  [
    "a file system on the device of a volume",
    {
      storage: {
        luks: [{ name: "a", device: "/dev/vdb1" }],
        filesystems: [{ device: "/dev/vdb1", format: "ext4" }],
      },
    },
    false,
    "device-in-use",
    [...FILESYSTEM, "device"],
  ],
  [
    "a volume on the device of an array",
    {
      storage: {
        raid: [{ name: "a", level: "raid1", devices: ["/dev/vdb1"] }],
        luks: [{ name: "a", device: "/dev/vdb1" }],
      },
    },
    false,
    "device-in-use",
    [...LUKS, "device"],
  ],

  [
    "one GUID of two partitions",
    disk(false, { label: "a", guid: GUID }, { label: "b", guid: GUID.toUpperCase() }),
    false,
    "duplicate-guid",
    [...PARTITIONS, 1, "guid"],
  ],
  [
    "a partition after one that takes all the room",
    disk(true, { label: "a" }, { label: "b", sizeMiB: 8 }),
    false,
    "no-room-left",
    [...PARTITIONS, 1],
  ],
  [
    "a partition without a number after a later one that takes all the room",
    disk(true, { label: "a", startMiB: 0, sizeMiB: 8 }, { number: 1, sizeMiB: 0 }),
    false,
    "no-room-left",
    [...PARTITIONS, 0],
  ],
  [
    "a partition within one that goes to the end",
    disk(true, { number: 1, startMiB: 8, sizeMiB: 0 }, { number: 2, startMiB: 16, sizeMiB: 8 }),
    false,
    "no-room-left",
    [...PARTITIONS, 1],
  ],
  [
    "a partition larger than disks are",
    disk(false, { label: "a", sizeMiB: 2 ** 43 + 1 }),
    false,
    "beyond-disk",
    [...PARTITIONS, 0],
  ],
  [
    "a file system with a UUID that is none",
    filesystem({ format: "ext4", uuid: "data" }),
    false,
    "uuid",
    [...FILESYSTEM, "uuid"],
  ],
  [
    "a FAT file system with a long UUID",
    filesystem({ format: "vfat", uuid: GUID }),
    false,
    "uuid",
    [...FILESYSTEM, "uuid"],
  ],
  [
    "a file on a mount point",
    mounted({ files: [{ path: "/var/a/b" }] }),
    false,
    "mount-conflict",
    ["storage", "files", 0, "path"],
  ],
  [
    "a link above a mount point",
    mounted({ links: [{ path: "/var/a", target: "/var/b" }] }),
    false,
    "mount-conflict",
    ["storage", "links", 0, "path"],
  ],
  [
    "a folder that is removed above a mount point",
    mounted({ directories: [{ path: "/var/a", overwrite: true }] }),
    false,
    "mount-conflict",
    ["storage", "directories", 0, "path"],
  ],
];
