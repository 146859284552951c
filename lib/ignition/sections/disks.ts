import type { MaybeLate } from "../../values/late";

/** A disk whose partition table Ignition keeps in order. */
export interface Disk {
  /** Absolute path of the device; one that survives reboots, such as `/dev/disk/by-id/…`. */
  readonly device: MaybeLate<string>;

  /** Whether the partition table is thrown away first. @default false */
  readonly wipeTable?: MaybeLate<boolean> | undefined;

  readonly partitions?: readonly Partition[] | undefined;
}

/** A partition. It needs a label or a number. */
export interface Partition {
  /** At most 36 characters, no colon. Unique on its disk. */
  readonly label?: MaybeLate<string> | undefined;

  /** Place in the partition table, from 1. @default - the next that is free */
  readonly number?: MaybeLate<number> | undefined;

  /** 0 takes all the room there is. @default 0 */
  readonly sizeMiB?: MaybeLate<number> | undefined;

  /** 0 is the start of the largest free block. @default 0 */
  readonly startMiB?: MaybeLate<number> | undefined;

  /** Type of the partition. @default - a Linux file system */
  readonly typeGuid?: MaybeLate<string> | undefined;

  readonly guid?: MaybeLate<string> | undefined;

  /** Whether a partition that does not match is deleted and made anew. @default false */
  readonly wipePartitionEntry?: MaybeLate<boolean> | undefined;

  /** False deletes the partition. @default true */
  readonly shouldExist?: MaybeLate<boolean> | undefined;

  /** Whether an existing partition may be resized. @default false */
  readonly resize?: MaybeLate<boolean> | undefined;
}

/** The formats that Ignition can make; `none` wipes. */
export const FILESYSTEM_FORMATS = ["ext4", "btrfs", "xfs", "vfat", "swap", "none"] as const;

export type FilesystemFormat = (typeof FILESYSTEM_FORMATS)[number];

/** A file system. */
export interface Filesystem {
  /** Absolute path of the device, such as `/dev/disk/by-partlabel/data`. Unique. */
  readonly device: MaybeLate<string>;

  readonly format?: MaybeLate<FilesystemFormat> | undefined;

  /** Where Ignition mounts it while it runs. A mount for later needs a unit of its own. */
  readonly path?: MaybeLate<string> | undefined;

  readonly label?: MaybeLate<string> | undefined;
  readonly uuid?: MaybeLate<string> | undefined;

  /** Whether a file system that does not match is made anew. @default false */
  readonly wipeFilesystem?: MaybeLate<boolean> | undefined;

  /** Options of mkfs. */
  readonly options?: readonly MaybeLate<string>[] | undefined;

  /** Options of Ignition's own mount. */
  readonly mountOptions?: readonly MaybeLate<string>[] | undefined;
}
