import { z } from "zod";
import { refuse } from "../../values/check";
import { fileModeRefusal } from "../../values/file-mode";
import type { MaybeLate } from "../../values/late";
import { accountName } from "../name-rules";
import { absolutePath, flag, integer, notEmpty, number, oneLine, scalar } from "../rules";
import { object, type Extensible } from "./newer";
import { LARGEST_ID } from "./passwd";
import { type Contents, contents } from "./resource";

/** Owner of a file, folder or link: by number or by name, not both. */
export type Owner =
  | (Extensible & { readonly id: MaybeLate<number>; readonly name?: undefined })
  | (Extensible & { readonly name: MaybeLate<string>; readonly id?: undefined });

/** What files, folders and links have in common. */
export interface Node extends Extensible {
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

const owner = object({ id: integer(0, LARGEST_ID).optional(), name: scalar(accountName).optional() }).superRefine(
  ({ id, name }, context) => {
    if ((id === undefined) !== (name === undefined)) return;
    refuse(context, {
      code: "ignition/id-or-name",
      what: id === undefined ? "neither a number nor a name is given" : "both a number and a name are given",
      allowed: "one of id and name",
      fix: id === undefined ? "give one, or leave the owner out" : "remove one of them",
    });
  },
) as unknown as z.ZodType<Owner>;

const node = {
  path: scalar(absolutePath),
  overwrite: flag.optional(),
  user: owner.optional(),
  group: owner.optional(),
};

const mode = number((value) => fileModeRefusal(value, "ignition")).optional();

export const file: z.ZodType<File> = object({
  ...node,
  mode,
  contents: contents.optional(),
  append: z.array(contents).optional(),
});

export const directory: z.ZodType<Directory> = object({ ...node, mode });

export const link: z.ZodType<Link> = object({
  ...node,
  target: scalar(notEmpty, oneLine),
  hard: flag.optional(),
});
