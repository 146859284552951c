import type { MaybeLate } from "../../values/late";
import type { Contents } from "./resource";

/** Owner of a file, folder or link: by number or by name, not both. */
export type Owner =
  | { readonly id: MaybeLate<number>; readonly name?: undefined }
  | { readonly name: MaybeLate<string>; readonly id?: undefined };

/** What files, folders and links have in common. */
export interface Node {
  /** Absolute path on the root file system. One config has it once. */
  readonly path: MaybeLate<string>;

  /** Whether something that stands there already is removed first. @default false */
  readonly overwrite?: MaybeLate<boolean> | undefined;

  /** @default - root */
  readonly user?: Owner | undefined;

  /** @default - root */
  readonly group?: Owner | undefined;
}

/** A file of section `storage.files`. */
export interface File extends Node {
  /** Permission bits, such as `0o600`. @default 0o644 */
  readonly mode?: MaybeLate<number> | undefined;

  /**
   * What is in the file.
   *
   * @default - an existing file is kept, a missing one is made empty
   */
  readonly contents?: Contents | undefined;

  /** Contents written at the file's end, in this order. */
  readonly append?: readonly Contents[] | undefined;
}

/** A folder of section `storage.directories`. Missing parents are made by Ignition, with mode 0755. */
export interface Directory extends Node {
  /** Permission bits, such as `0o700`. @default 0o755 */
  readonly mode?: MaybeLate<number> | undefined;
}

/** A link of section `storage.links`. */
export interface Link extends Node {
  /** Where the link points to: absolute, or relative to the link's folder. */
  readonly target: MaybeLate<string>;

  /** Whether it is a hard link. @default false */
  readonly hard?: MaybeLate<boolean> | undefined;
}
