import { posix } from "node:path";
import { has } from "../../ignition/rules";
import type { Contents, IgnitionConfig, Owner } from "../../ignition/schema";
import type { Path } from "../../values/config-error";
import { isLate } from "../../values/late";
import type { LocalEntry } from "../files";
import type { LocalContents, Tree } from "../schema";
import { embedded } from "./contents";
import type { LocalReader } from "./local-reader";
import { Nodes } from "./nodes";
import { error, warning } from "./problem";

/** Adds what `storage.trees` copies. Entries of the config itself say how files and links differ from those of a tree. */
export function withTrees(config: IgnitionConfig, trees: readonly Tree[], reader: LocalReader): IgnitionConfig {
  if (trees.length === 0) return config;
  const nodes = new Nodes(config);
  for (const [index, tree] of trees.entries()) copy(tree, ["storage", "trees", index], nodes, reader);
  return nodes.result();
}

function copy(tree: Tree, path: Path, nodes: Nodes, reader: LocalReader): void {
  if ((tree.local ?? "") === "") {
    reader.problems.push(
      error("tree-without-folder", [...path, "local"], "a tree needs the folder that it copies", {
        fix: "give local, relative to the files directory",
      }),
    );
    return;
  }
  const entries = reader.list(tree.local, [...path, "local"]);
  const owned = tree.dirMode !== undefined || tree.user !== undefined || tree.group !== undefined;
  const root: readonly LocalEntry[] = owned ? [{ path: ".", kind: "directory", mode: 0o755 }] : [];
  for (const entry of [...root, ...entries]) copyEntry(entry, { tree, path, nodes, reader });
}

interface Copy {
  readonly tree: Tree;
  /** Where the tree stands in the config. */
  readonly path: Path;
  readonly nodes: Nodes;
  readonly reader: LocalReader;
}

const LISTS = { file: "files", directory: "directories", link: "links" } as const;

function copyEntry(entry: LocalEntry, copied: Copy): void {
  const { tree, path, nodes, reader } = copied;
  const isFolder = entry.kind === "directory";
  const owned = tree.dirMode !== undefined || tree.user !== undefined || tree.group !== undefined;
  // Folders that are like any other are made where a file needs them.
  if (isFolder && !owned) return;
  const target = destination(tree, entry);
  const other = nodes.listOf(target);
  if (other !== undefined && (isFolder || other !== LISTS[entry.kind] || isFilled(nodes, other, target))) {
    reader.problems.push(
      error("tree-conflict", path, "the config has something else at a path of the tree", {
        got: `${target}, also in storage.${other}`,
        fix: "remove it, or leave out its contents or target: those of the tree are taken then",
      }),
    );
    return;
  }
  if (target === "/") {
    reader.problems.push(
      warning("tree-owns-root", path, "the tree's owner and mode are given to the root folder of the system too", {
        got: target,
        fix: "copy the tree to a folder of its own, by path",
      }),
    );
  }
  if (entry.kind === "file") copyFile(entry, target, copied);
  else if (isFolder) nodes.put("directories", { path: target, mode: tree.dirMode ?? 0o755, ...owner(tree) });
  else {
    const link = nodes.get("links", target) ?? { path: target, ...owner(tree) };
    nodes.put("links", { ...link, target: entry.target ?? "" });
  }
}

function copyFile(entry: LocalEntry, target: string, { tree, path, nodes, reader }: Copy): void {
  const file = nodes.get("files", target) ?? { path: target, ...owner(tree) };
  const bytes = reader.bytes(posix.join(tree.local, entry.path), path);
  if (bytes === undefined) return;
  const options = (file.contents ?? {}) as Pick<LocalContents, "verification" | "compression" | "httpHeaders">;
  const contents = embedded(bytes, options, [...path, "local"], reader);
  if (contents === undefined) return;
  const executable = (entry.mode & 0o111) !== 0;
  nodes.put("files", { ...file, mode: file.mode ?? tree.fileMode ?? (executable ? 0o755 : 0o644), contents });
}

/** Whether a file has contents already, or a link its target. */
function isFilled(nodes: Nodes, list: "files" | "directories" | "links", path: string): boolean {
  if (list === "links") return (nodes.get(list, path)?.target ?? "") !== "";
  const contents: Contents | undefined = list === "files" ? nodes.get(list, path)?.contents : undefined;
  if (contents === undefined) return false;
  const isForm = typeof contents === "object" && !Array.isArray(contents) && !isLate(contents);
  return !isForm || ["source", "base64", "document"].some((key) => has(contents, key));
}

function destination(tree: Tree, entry: LocalEntry): string {
  const base = (tree.path ?? "") === "" ? "/" : (tree.path ?? "");
  return posix.join(base, entry.path).replace(/(.)\/$/, "$1");
}

function owner({ user, group }: Tree): { readonly user?: Owner; readonly group?: Owner } {
  return { ...(user === undefined ? {} : { user }), ...(group === undefined ? {} : { group }) };
}
