import { z } from "zod";
import type { MaybeLate } from "../../values/late";
import { guid, partitionLabel } from "../name-rules";
import { absolutePath, flag, integer, notEmpty, oneLine, oneOf, scalar } from "../rules";
import { object, type Extensible } from "./newer";

/** A disk whose partition table Ignition keeps in order. */
export interface Disk extends Extensible {
  /** Absolute path of the device; one that survives reboots, such as `/dev/disk/by-id/…`. */
  readonly device: MaybeLate<string>;

  /** Whether the partition table is thrown away first. @default false */
  readonly wipeTable?: MaybeLate<boolean> | undefined;

  readonly partitions?: readonly Partition[] | undefined;
}

/** A partition. It needs a label or a number. */
export interface Partition extends Extensible {
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
export interface Filesystem extends Extensible {
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

const mib = integer(0, Number.MAX_SAFE_INTEGER);

const partition: z.ZodType<Partition> = object({
  label: scalar(partitionLabel).optional(),
  number: integer(0, 128).optional(),
  sizeMiB: mib.optional(),
  startMiB: mib.optional(),
  typeGuid: scalar(guid).optional(),
  guid: scalar(guid).optional(),
  wipePartitionEntry: flag.optional(),
  shouldExist: flag.optional(),
  resize: flag.optional(),
});

export const disk: z.ZodType<Disk> = object({
  device: scalar(absolutePath),
  wipeTable: flag.optional(),
  partitions: z.array(partition).optional(),
});

const words = z.array(scalar(oneLine, notEmpty));

export const filesystem: z.ZodType<Filesystem> = object({
  device: scalar(absolutePath),
  format: scalar(oneOf(...FILESYSTEM_FORMATS)).optional() as unknown as z.ZodType<Filesystem["format"]>,
  path: scalar(absolutePath).optional(),
  label: scalar(oneLine, notEmpty).optional(),
  uuid: scalar(oneLine, notEmpty).optional(),
  wipeFilesystem: flag.optional(),
  options: words.optional(),
  mountOptions: words.optional(),
});
