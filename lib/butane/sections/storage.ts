import { z } from "zod";
import type { File, Filesystem, Link, Luks, Owner, Storage } from "../../ignition/schema";
import type { MaybeLate } from "../../values/late";
import { sugaredContents, type SugaredContents } from "./contents";

/** Section `storage`, with Butane's additions. */
export interface SugaredStorage extends Omit<Storage, "luks" | "filesystems" | "files" | "links"> {
  readonly luks?: readonly SugaredLuks[] | undefined;
  readonly filesystems?: readonly SugaredFilesystem[] | undefined;
  readonly files?: readonly SugaredFile[] | undefined;
  readonly links?: readonly SugaredLink[] | undefined;

  /** Folders of the files directory that are copied with all that is in them. */
  readonly trees?: readonly Tree[] | undefined;
}

export interface SugaredLuks extends Omit<Luks, "keyFile"> {
  readonly keyFile?: SugaredContents | undefined;
}

export interface SugaredFilesystem extends Filesystem {
  /** Whether the system mounts it, or takes it for swap. Its path is below /etc or /var then. @default false */
  readonly withMountUnit?: boolean | undefined;
}

export interface SugaredFile extends Omit<File, "contents" | "append"> {
  readonly contents?: SugaredContents | undefined;
  readonly append?: readonly SugaredContents[] | undefined;
}

/** A link. One that a tree holds as well may say how it differs there, and leaves its target out. */
export interface SugaredLink extends Omit<Link, "target"> {
  readonly target?: MaybeLate<string> | undefined;
}

/**
 * A folder that is copied. What `files` or `links` have at a path of the tree says how the file or link differs from
 * that of the tree, and leaves contents and target out.
 */
export interface Tree {
  /** The folder, relative to the files directory. */
  readonly local: string;

  /** Where it is copied to. @default / */
  readonly path?: string | undefined;

  /** Permission bits of its files. Since 1.7.0. @default - 0o755 for what is executable here, else 0o644 */
  readonly fileMode?: MaybeLate<number> | undefined;

  /**
   * Permission bits of its folders, that at `path` included. Since 1.7.0.
   *
   * @default - 0o755 with an owner; without one, folders are made where something is in them
   */
  readonly dirMode?: MaybeLate<number> | undefined;

  /** Since 1.7.0. @default - root */
  readonly user?: Owner | undefined;

  /** Since 1.7.0. @default - root */
  readonly group?: Owner | undefined;
}

const tree = z.strictObject({
  local: z.string().optional(),
  path: z.string().optional(),
  fileMode: z.unknown().optional(),
  dirMode: z.unknown().optional(),
  user: z.unknown().optional(),
  group: z.unknown().optional(),
});

export const sugaredStorage = z.looseObject({
  luks: z.array(z.looseObject({ keyFile: sugaredContents.optional() })).optional(),
  filesystems: z.array(z.looseObject({ withMountUnit: z.boolean().optional() })).optional(),
  files: z
    .array(z.looseObject({ contents: sugaredContents.optional(), append: z.array(sugaredContents).optional() }))
    .optional(),
  links: z.array(z.looseObject({})).optional(),
  directories: z.array(z.looseObject({})).optional(),
  disks: z.array(z.looseObject({ partitions: z.array(z.looseObject({})).optional() })).optional(),
  trees: z.array(tree).optional(),
});
