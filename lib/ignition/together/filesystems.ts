import { shorten } from "../../values/check";
import type { Problem } from "../../values/config-error";
import { entriesAt, error, textOf, warning, type Entry } from "./entries";

/** Bytes that a label may have, as each format's mkfs takes them. */
const LONGEST_LABEL: ReadonlyMap<string, number> = new Map([
  ["ext4", 16],
  ["btrfs", 256],
  ["xfs", 12],
  ["swap", 15],
  ["vfat", 11],
]);

/** What the values of one file system must be to each other, and to the disks. */
export function filesystems(config: unknown): readonly Problem[] {
  const disks = entriesAt(config, "storage", "disks");
  return entriesAt(config, "storage", "filesystems").flatMap((filesystem) => [
    ...formatless(filesystem),
    ...longLabel(filesystem),
    ...strangeUuid(filesystem),
    ...mountless(filesystem),
    ...overDisk(filesystem, disks),
  ]);
}

function formatless({ path, item }: Entry): readonly Problem[] {
  if (item["format"] !== undefined) return [];
  const keys = ["path", "label", "uuid", "mountOptions", "options"].filter((key) => isGiven(item[key]));
  const needy = item["wipeFilesystem"] === true ? [...keys, "wipeFilesystem"] : keys;
  if (needy.length === 0) return [];
  return [
    error("format-needed", path, `${needy.join(", ")} cannot stand without a format`, {
      allowed: `${[...LONGEST_LABEL.keys()].join(", ")}, none`,
      fix: "give the format",
    }),
  ];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function longLabel({ path, item }: Entry): readonly Problem[] {
  const label = textOf(item["label"]);
  const format = textOf(item["format"]) ?? "";
  const longest = LONGEST_LABEL.get(format) ?? Infinity;
  if (label === undefined || Buffer.byteLength(label) <= longest) return [];
  return [
    error("label-too-long", [...path, "label"], `the label is too long for ${format}`, {
      got: shorten(label),
      allowed: `at most ${longest} bytes`,
      fix: "take a shorter label",
    }),
  ];
}

const UUID = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

/** The number of a FAT volume. */
const VFAT_ID = /^[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}$/;

/** mkfs takes nothing else. */
function strangeUuid({ path, item }: Entry): readonly Problem[] {
  const uuid = textOf(item["uuid"]);
  const format = textOf(item["format"]);
  if (uuid === undefined || uuid === "" || format === undefined || !LONGEST_LABEL.has(format)) return [];
  const isVfat = format === "vfat";
  if ((isVfat ? VFAT_ID : UUID).test(uuid)) return [];
  return [
    error("uuid", [...path, "uuid"], `mkfs takes no such UUID for ${format}`, {
      got: shorten(uuid),
      allowed: isVfat ? "4-4 hex digits" : "8-4-4-4-12 hex digits",
      fix: "correct the UUID",
    }),
  ];
}

function mountless({ path, item }: Entry): readonly Problem[] {
  if (!isGiven(item["mountOptions"]) || item["path"] !== undefined) return [];
  return [
    warning(
      "mount-options-without-path",
      [...path, "mountOptions"],
      "Ignition mounts it nowhere, so its mount options say nothing",
      {
        fix: "give a path, or write the options into the mount unit",
      },
    ),
  ];
}

function overDisk({ path, item }: Entry, disks: readonly Entry[]): readonly Problem[] {
  const device = textOf(item["device"]);
  const disk = device === undefined ? undefined : disks.find((other) => textOf(other.item["device"]) === device);
  if (disk === undefined) return [];
  if (isGiven(disk.item["partitions"])) {
    return [
      warning(
        "partitions-overwritten",
        [...path, "device"],
        "the file system overwrites the partitions given for this disk",
        {
          fix: "name a partition, such as /dev/disk/by-partlabel/data",
        },
      ),
    ];
  }
  if (disk.item["wipeTable"] !== true || item["wipeFilesystem"] === true) return [];
  return [
    warning(
      "implicit-wipe",
      [...path, "device"],
      "wiping the disk's table wipes the file system at each run, though wipeFilesystem is not set",
      {
        fix: "set wipeFilesystem, or do not wipe the table",
      },
    ),
  ];
}
