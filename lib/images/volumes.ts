import type { MountUnit, VolumeUnit } from "../units/schema";
import { escapePath } from "../units/escape";

/** The data disk, by the serial number that the VM gives it. */
export const DATA_DISK = "/dev/disk/by-id/virtio-slipway-data";

/** A volume of the install VM. Each has a partition of its own, so that one that is full harms no other. */
export interface Volume {
  /** Label of the partition and of its file system, and first part of the quadlet's name. */
  readonly label: string;

  /** Number of the partition, which never changes. */
  readonly number: number;

  /** 0 is the rest of the disk; only the last volume may be so. */
  readonly sizeMiB: number;

  readonly startMiB: number;
}

/** Sizes in MiB. `images` holds two releases and a third while it is fetched. */
const SIZES = [
  ["containers", 8192],
  ["dhcp", 64],
  ["ignition", 256],
  ["tickets", 64],
  ["reports", 64],
  ["images", 4096],
  ["log", 0],
] as const;

export type VolumeLabel = (typeof SIZES)[number][0];

/** The volumes in the order of their partitions. An order or size that changes would need a new disk. */
export const VOLUMES: readonly (Volume & { readonly label: VolumeLabel })[] = SIZES.map(([label, sizeMiB], index) => ({
  label,
  number: index + 1,
  sizeMiB,
  startMiB: 1 + SIZES.slice(0, index).reduce((sum, [, size]) => sum + size, 0),
}));

/** The smallest data disk, in MiB: the volumes of fixed size, and a little for the log. */
export const LEAST_DATA_DISK_MIB = (VOLUMES.at(-1)?.startMiB ?? 0) + 512;

export function partitionOf(label: VolumeLabel): string {
  return `/dev/disk/by-partlabel/${label}`;
}

const ROOT_OF_FILES = "system_u:object_r:container_file_t:s0";
const ROOT_OF_STORAGE = "system_u:object_r:container_var_lib_t:s0";

/** The quadlet by which containers mount a volume. */
export function volumeUnit(label: Exclude<VolumeLabel, "containers">): VolumeUnit {
  return {
    name: `${label}.volume`,
    Unit: { Description: `Volume ${label} of the install VM`, ...checkedFirst(label) },
    Volume: {
      VolumeName: label,
      Device: partitionOf(label),
      Type: "ext4",
      Options: `nodev,noexec,nosuid,rootcontext=${ROOT_OF_FILES}`,
    },
  };
}

/** All volumes but the containers' own storage. */
export function volumeUnits(): readonly VolumeUnit[] {
  return VOLUMES.flatMap(({ label }) => (label === "containers" ? [] : [volumeUnit(label)]));
}

/**
 * Mounts podman's storage from the data disk, so that images are pulled and built once and not at each boot.
 *
 * Programs run from there, so it is not `noexec`.
 */
export function containerStorageMount(): MountUnit {
  const place = "/var/lib/containers";
  return {
    name: `${escapePath(place)}.mount`,
    Unit: { Description: "Storage of containers", ...checkedFirst("containers"), Before: ["local-fs.target"] },
    Mount: {
      What: partitionOf("containers"),
      Where: place,
      Type: "ext4",
      Options: `nodev,rootcontext=${ROOT_OF_STORAGE}`,
    },
    Install: { RequiredBy: ["local-fs.target"] },
  };
}

/** A file system is checked before it is mounted. */
function checkedFirst(label: VolumeLabel): Required<Pick<NonNullable<VolumeUnit["Unit"]>, "Requires" | "After">> {
  const check = `systemd-fsck@${escapePath(partitionOf(label))}.service` as const;
  return { Requires: [check], After: [check] };
}
