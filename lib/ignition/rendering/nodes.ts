import { posix } from "node:path";
import type { Directory, File, Link, Node, Owner } from "../schema";
import { withNewer } from "./minimal";
import { resource } from "./resource";
import { sorted, unless } from "./scalars";

/**
 * What files, folders and links have in common. What stands first in a path is made first, whatever the order.
 *
 * `overwrite`, `hard`: false is what is done without them.
 */
function node({ path, overwrite, user, group }: Node) {
  return { path, overwrite: unless(false, overwrite), user: owner(user), group: owner(group) };
}

function owner(given: Owner | undefined): object | undefined {
  return given && withNewer(given, { id: given.id, name: given.name });
}

/** A mode of 0755 is no default: a folder that exists keeps its own, unless a mode is given. */
export function directory(given: Directory): object {
  return withNewer(given, { ...node(given), mode: given.mode });
}

/**
 * A file with contents is always made anew, with mode 0644: a mode of 0644 says nothing then. Without contents, a
 * file that exists keeps its mode, unless one is given. Root as the owner is written: it may be meant to take the
 * place of another, and a group comes from the folder where that has its setgid bit.
 */
export function file(given: File): object {
  // Each key by itself: of what there is in a config, most are files.
  const { path, overwrite, user, group, mode, contents, append } = given;
  return withNewer(given, {
    path,
    overwrite: unless(false, overwrite),
    user: owner(user),
    group: owner(group),
    mode: contents === undefined ? mode : unless(0o644, mode),
    contents: resource(contents),
    append: append?.map(resource),
  });
}

/**
 * Symbolic links are made in the order of their depth, and hard links after all else, in the order in which they stand:
 * it matters where one of them is the target of another.
 */
export function links(given: readonly Link[] | undefined): readonly object[] | undefined {
  const written = given?.map(link);
  const hard = new Set(given?.filter((item) => item.hard === true).map(({ path }) => path));
  const chained = given?.some((item) => item.hard === true && hard.has(posix.join("/", String(item.target))));
  return chained === true ? written : sorted(written, "path");
}

function link(given: Link): object {
  return withNewer(given, { ...node(given), target: given.target, hard: unless(false, given.hard) });
}
