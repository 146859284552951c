import { posix } from "node:path";
import type { LocalEntry, LocalFiles } from "../../lib/butane/files";
import { ConfigError } from "../../lib/values/config-error";
import type { Tree } from "./example";

/** A files directory that is in memory only. */
export function memoryFiles(tree: Tree): LocalFiles {
  return {
    read(path) {
      const node = tree[posix.normalize(path)];
      if (typeof node === "string") return Buffer.from(node);
      if (Buffer.isBuffer(node)) return node;
      if (node !== undefined && "executable" in node) return Buffer.from(node.executable);
      throw missing(path);
    },
    list(path) {
      const prefix = `${posix.normalize(path)}/`;
      const below = Object.entries(tree).filter(([name]) => name.startsWith(prefix));
      if (below.length === 0) throw missing(path);
      const nodes = below.map(([name, node]) => entryOf(name.slice(prefix.length), node));
      const folders = new Set(nodes.flatMap((node) => foldersAbove(node.path)));
      return [...Array.from(folders, (name) => ({ path: name, kind: "directory", mode: 0o755 }) as const), ...nodes];
    },
  };
}

function foldersAbove(path: string): readonly string[] {
  const steps = path.split("/").slice(0, -1);
  return steps.map((_, index) => steps.slice(0, index + 1).join("/"));
}

function entryOf(path: string, node: Tree[string]): LocalEntry {
  if (typeof node === "string" || Buffer.isBuffer(node)) return { path, kind: "file", mode: 0o644 };
  return "target" in node
    ? { path, kind: "link", mode: 0o777, target: node.target }
    : { path, kind: "file", mode: 0o755 };
}

function missing(path: string): ConfigError {
  const rest = { what: "there is no such file or folder", got: path, fix: "add it to the example" };
  return new ConfigError([{ code: "butane/missing-file", severity: "error", path: [], ...rest }]);
}
