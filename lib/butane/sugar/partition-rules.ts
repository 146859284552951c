import { entriesAt, numberOf, textOf } from "../../ignition/together/entries";
import type { IgnitionConfig } from "../../ignition/schema";
import type { Path, Problem } from "../../values/config-error";
import type { SugaredConfig } from "../schema";
import { has, type ButaneVersion } from "../version";
import { warning } from "./problem";

/** The partitions that images of Fedora CoreOS have, and their numbers. */
const RESERVED: ReadonlyMap<string, number> = new Map([
  ["BIOS-BOOT", 1],
  ["PowerPC-PReP-boot", 1],
  ["EFI-SYSTEM", 2],
  ["boot", 3],
  ["root", 4],
]);

const BOOT_DISK = "/dev/disk/by-id/coreos-boot-disk";

/** Below this Fedora CoreOS has no room for updates. */
const LEAST_ROOT_MIB = 8192;

type Item = Readonly<Record<string, unknown>>;

/** What looks wrong with partitions on a machine that starts from an image of Fedora CoreOS. */
export function partitionWarnings(config: IgnitionConfig): readonly Problem[] {
  return entriesAt(config, "storage", "disks").flatMap(({ item: disk, path }) => {
    const partitions = entriesAt(config, ...path, "partitions");
    return partitions.flatMap(({ item, path: place }, index) => {
      const others = partitions.filter((_, other) => other !== index).map(({ item: other }) => other);
      return [
        ...(item["label"] === "root" ? rootWarnings(item, others, place) : []),
        ...(disk["wipeTable"] === true ? [] : numberWarnings(item, place)),
      ];
    });
  });
}

function rootWarnings(root: Item, others: readonly Item[], path: Path): readonly Problem[] {
  const size = root["sizeMiB"] ?? 0;
  if (size === 0 && others.some((other) => (other["startMiB"] ?? 0) === 0)) {
    return [
      warning(
        "root-constrained",
        [...path, "label"],
        "the root partition cannot grow, since another follows it anywhere",
        {
          fix: "give root a size, or the other partitions a start",
        },
      ),
    ];
  }
  if (typeof size !== "number" || size === 0 || size >= LEAST_ROOT_MIB) return [];
  return [
    warning(
      "root-too-small",
      [...path, "sizeMiB"],
      "Fedora CoreOS has no room for updates on so small a root partition",
      {
        got: `${size} MiB`,
        allowed: `${LEAST_ROOT_MIB} MiB or more`,
        fix: "make it larger",
      },
    ),
  ];
}

function numberWarnings(partition: Item, path: Path): readonly Problem[] {
  const label = textOf(partition["label"]) ?? "";
  const expected = RESERVED.get(label);
  const number = partition["number"] ?? 0;
  if (expected === undefined || numberOf(number) === undefined || number === expected) return [];
  return [
    warning("reserved-label", [...path, "label"], "a new partition is made with a label that one of the image has", {
      got: `${label} with number ${String(number)}`,
      allowed: `${label} with number ${expected}`,
      fix: "give that number, or another label",
    }),
  ];
}

/** Partitions that Ignition could not find again on a disk that it keeps. */
export function reuseWarnings({ storage, bootDevice }: SugaredConfig, version: ButaneVersion): readonly Problem[] {
  if (!has(version, "1.6.0")) return [];
  const mirrored: readonly unknown[] = bootDevice?.mirror?.devices ?? [];
  return (storage?.disks ?? []).flatMap(({ device, wipeTable, partitions = [] }, disk) => {
    if (device === BOOT_DISK || (wipeTable ?? false) !== false || mirrored.includes(device)) return [];
    return partitions.flatMap(({ number = 0, label }, index) =>
      number === 0 && label !== undefined
        ? [
            warning(
              "reuse-by-label",
              ["storage", "disks", disk, "partitions", index, "number"],
              "a partition that is there already is found by its number, not by its label",
              { fix: "give the number, or wipeTable; the boot disk is /dev/disk/by-id/coreos-boot-disk" },
            ),
          ]
        : [],
    );
  });
}
