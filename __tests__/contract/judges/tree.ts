import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * Something in a folder: `["-0644 0:0", content]` is a file of root, `["d0755 0:0"]` a folder, `["l 0:0", target]` a
 * symbolic link, and `["=", path]` a further name of a file.
 */
export type Node = readonly [what: string, content?: string | Buffer];

/** What is below a folder, by absolute path as if the folder were the root. */
export type Tree = Readonly<Record<string, Node>>;

/** Everything below a folder, in the order of its paths. */
export function treeOf(root: string): Tree {
  const names = new Map<number, string>();
  const walk = (folder: string): readonly (readonly [string, Node])[] =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        const node = nodeOf(root, path, names);
        return entry.isDirectory() ? [[path, node] as const, ...walk(path)] : [[path, node] as const];
      });
  return Object.fromEntries(walk(""));
}

/** @param names the first name of each file so far, by inode */
function nodeOf(root: string, path: string, names: Map<number, string>): Node {
  const stats = lstatSync(join(root, path));
  const owner = `${stats.uid}:${stats.gid}`;
  const mode = (stats.mode & 0o7777).toString(8).padStart(4, "0");
  // A link has no mode of its own.
  if (stats.isSymbolicLink()) return [`l ${owner}`, readlinkSync(join(root, path))];
  if (stats.isDirectory()) return [`d${mode} ${owner}`];
  const name = names.get(stats.ino);
  if (name !== undefined) return ["=", name];
  names.set(stats.ino, path);
  return [`-${mode} ${owner}`, readable(readFileSync(join(root, path)))];
}

/** Bytes as text, where that loses nothing. */
function readable(bytes: Buffer): string | Buffer {
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : bytes;
}
