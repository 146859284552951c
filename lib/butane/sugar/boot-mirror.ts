import type { Disk, Filesystem, Partition, Raid, Storage } from "../../ignition/schema";
import type { MaybeLate } from "../../values/late";
import type { Layout } from "../schema";

/** What a partition is for, its size in MiB and the type that its GUID stands for. */
const BIOS: Share = ["bios", 1, "21686148-6449-6E6F-744E-656564454649"];
const PREP: Share = ["prep", 4, "9E1A2D38-C612-4316-AA26-8B49521E5A8B"];
const ESP: Share = ["esp", 127, "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"];
const RESERVED: Share = ["reserved", 1, "8DA63339-0007-60C0-C436-083AC8230908"];
const BOOT: Share = ["boot", 384];
const ROOT: Share = ["root"];

type Share = readonly [label: string, sizeMiB?: number, typeGuid?: string];

/**
 * The first two partitions of the images; the places of boot and root are the third and fourth everywhere. They must
 * not be smaller than those of the image, and the one for the BIOS must stand where the image has it.
 */
const FIRST: Readonly<Partial<Record<Layout, readonly [Share, Share]>>> = {
  x86_64: [BIOS, ESP],
  aarch64: [RESERVED, ESP],
  ppc64le: [PREP, RESERVED],
};

/** Where the mirrored root file system is, before it is encrypted. */
export const MIRRORED_ROOT = "/dev/md/md-root";

/** Disks, arrays and file systems of a mirrored system, all but the root file system. None for layouts without mirrors. */
export function mirror(devices: readonly MaybeLate<string>[], layout: Layout): Storage {
  const first = FIRST[layout];
  if (first === undefined) return {};
  return {
    disks: devices.map((device, index) => disk(device, [...first, BOOT, ROOT], index + 1)),
    raid: [
      // With the superblock at its end the BIOS' loader reads the partition as if there were no array.
      { ...array("boot", devices.length), options: ["--metadata=1.0"] },
      array("root", devices.length),
    ],
    filesystems: [
      ...(first.includes(ESP) ? devices.map((_, index) => espFilesystem(index + 1)) : []),
      { device: "/dev/md/md-boot", format: "ext4", label: "boot", wipeFilesystem: true },
    ],
  };
}

function disk(device: MaybeLate<string>, shares: readonly Share[], number: number): Disk {
  return {
    device,
    wipeTable: true,
    partitions: shares.map(([label, sizeMiB, typeGuid]): Partition => ({
      label: `${label}-${number}`,
      ...(sizeMiB === undefined ? {} : { sizeMiB }),
      ...(typeGuid === undefined ? {} : { typeGuid }),
    })),
  };
}

function array(part: "boot" | "root", count: number): Raid {
  const devices = Array.from({ length: count }, (_, index) => `/dev/disk/by-partlabel/${part}-${index + 1}`);
  return { name: `md-${part}`, level: "raid1", devices };
}

function espFilesystem(number: number): Filesystem {
  const label = `esp-${number}`;
  return { device: `/dev/disk/by-partlabel/${label}`, format: "vfat", label, wipeFilesystem: true };
}
