import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { realpathSync, statSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { ConfigError } from "../values/config-error";
import { shorten } from "../values/check";
import type { LocalEntry, LocalFiles } from "./files";
import { error } from "./sugar/problem";

/** No local file is larger, in bytes: a config that holds it could be given to no machine. */
export const LARGEST_FILE = 16 * 1024 * 1024;

/** No tree holds more. */
export const MOST_ENTRIES = 10_000;

/**
 * The files below a directory, and nothing else: a path that leads out, itself or by a link, is refused.
 *
 * @param directory absolute, or relative to the working directory
 */
export function localFiles(directory: string): LocalFiles {
  const found = (path: string): string => inside(directory, path);
  return {
    read: (path) => readWhole(found(path), path),
    list(path) {
      const folder = found(path);
      if (!statSync(folder).isDirectory()) refuse("not-a-folder", "this is no folder", path, "name a folder");
      return walk(folder, "", path, { left: MOST_ENTRIES });
    },
  };
}

/** The real place of a path below a directory. */
function inside(directory: string, path: string): string {
  const clean = posix.normalize(path);
  if (path.includes("\0") || posix.isAbsolute(clean) || clean === ".." || clean.startsWith("../")) outside(path);
  const root = resolve(directory, directory, "give a directory that is there");
  const real = resolve(join(root, clean), path, "correct the path, which is relative to the files directory");
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) outside(path);
  return real;
}

function resolve(place: string, shown: string, fix: string): string {
  try {
    return realpathSync(place);
  } catch {
    return refuse("missing-file", "there is no such file or folder", shown, fix);
  }
}

function outside(path: string): never {
  return refuse(
    "outside-files-directory",
    "the path leads out of the files directory",
    path,
    "put the file into the directory, or give a directory that holds it",
  );
}

function readWhole(real: string, path: string): Buffer {
  let file: number;
  try {
    // What was looked at may have been exchanged for a link or a pipe since.
    file = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return refuse("unreadable-file", "the file cannot be read", path, "allow it to be read");
  }
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) refuse("not-a-file", "this is a folder", path, "name a file, or copy the folder as a tree");
    if (!stat.isFile()) refuse("file-type", "this is no ordinary file", path, "name a file");
    if (stat.size > LARGEST_FILE) tooLarge(path, `${stat.size} bytes`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** @param below the folder's path, relative to the one that was asked for */
function walk(folder: string, below: string, shown: string, budget: { left: number }): readonly LocalEntry[] {
  return namesIn(folder, posix.join(shown, below)).flatMap((name) => {
    const path = posix.join(below, name);
    const place = join(folder, name);
    if (--budget.left < 0) tooManyEntries(shown);
    const stat = lstatSync(place);
    const mode = stat.mode & 0o7777;
    if (stat.isFile()) return [{ path, kind: "file", mode }];
    if (stat.isSymbolicLink()) return [{ path, kind: "link", mode, target: readlinkSync(place) }];
    if (stat.isDirectory()) return [{ path, kind: "directory", mode }, ...walk(place, path, shown, budget)];
    return refuse("file-type", "a tree holds files, folders and links only", posix.join(shown, path), "remove it");
  });
}

function namesIn(folder: string, shown: string): readonly string[] {
  let names: readonly Buffer[];
  try {
    names = readdirSync(folder, { encoding: "buffer" });
  } catch {
    return refuse("unreadable-file", "the folder cannot be read", shown, "allow it to be read");
  }
  if (!names.every((name) => isUtf8(name))) {
    refuse("not-text", "the name of a file in this folder is not UTF-8", shown, "rename the file");
  }
  return names.map((name) => name.toString("utf8")).sort();
}

function tooLarge(path: string, size: string): never {
  throw new ConfigError([
    error("file-too-large", [], "the file is too large for a config", {
      got: `${shorten(path)}, ${size}`,
      allowed: `${LARGEST_FILE} bytes`,
      fix: "let the machine fetch it: give its URL as source, with a hash",
    }),
  ]);
}

function tooManyEntries(path: string): never {
  throw new ConfigError([
    error("tree-too-large", [], "the folder holds too much for a config", {
      got: shorten(path),
      allowed: `${MOST_ENTRIES} files, folders and links`,
      fix: "copy a smaller folder",
    }),
  ]);
}

function refuse(rule: string, what: string, path: string, fix: string): never {
  throw new ConfigError([error(rule, [], what, { got: shorten(path), fix })]);
}
