import { formatFileMode } from "../../../values/file-mode";
import type { File, IgnitionConfig, Node } from "../../../ignition/schema";
import { byteCount } from "../style";
import { shownContents, type ShownContents } from "./contents";
import { facts, given, type Section } from "./section";
import { drawTree } from "./tree";

/** A file, folder or link, as it is shown. */
interface ShownNode {
  readonly path: string;
  readonly kind: "file" | "folder" | "link";
  readonly mode?: string;
  readonly user: string;
  readonly group: string;
  readonly overwrite: boolean;
  /** Null if what is there already is kept. */
  readonly contents?: ShownContents | null;
  readonly append?: readonly ShownContents[];
  readonly target?: string;
  readonly hard?: boolean;
}

/** Files, folders and links, as a tree. */
export function nodes({ storage }: IgnitionConfig): readonly Section[] {
  const shown: readonly ShownNode[] = [
    ...(storage?.directories ?? []).map((one) => nodeOf(one, "folder", { mode: modeOf(one.mode, 0o755) })),
    ...(storage?.files ?? []).map(fileOf),
    ...(storage?.links ?? []).map((one) =>
      nodeOf(one, "link", { target: String(one.target), hard: one.hard === true }),
    ),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  return [{ title: "Files", key: "nodes", data: shown, rows: drawTree(shown.map(leafOf)) }];
}

function nodeOf(node: Node, kind: ShownNode["kind"], rest: Partial<ShownNode>): ShownNode {
  const owner = (one: Node["user"]): string => String(one?.name ?? one?.id ?? "root");
  return {
    path: String(node.path),
    kind,
    user: owner(node.user),
    group: owner(node.group),
    overwrite: node.overwrite === true,
    ...rest,
  };
}

function fileOf(file: File): ShownNode {
  const { contents, append } = file;
  return nodeOf(file, "file", {
    mode: modeOf(file.mode, 0o644),
    contents: contents === undefined ? null : shownContents(contents),
    ...given("append", append?.map(shownContents)),
  });
}

function modeOf(mode: unknown, usual: number): string {
  return formatFileMode(typeof mode === "number" ? mode : usual);
}

function leafOf(node: ShownNode) {
  const owner = `${node.user}:${node.group}`;
  const name = node.target === undefined ? "" : ` ${node.hard === true ? "⇒" : "→"} ${node.target}`;
  return {
    path: node.path,
    isFolder: node.kind === "folder",
    after: name,
    cells: [node.mode ?? "", owner, ...contentCells(node)],
  };
}

function contentCells({ kind, contents, append = [], overwrite }: ShownNode): readonly string[] {
  const replaces = overwrite && "replaces what is there";
  const more = append.map(
    (one) => `and ${one.bytes === null ? (one.source ?? "more") : byteCount(one.bytes)} at its end`,
  );
  if (kind !== "file") return ["", facts(replaces)];
  if (contents === null || contents === undefined)
    return ["", facts(append.length === 0 ? "made if missing" : "kept", ...more)];
  const { form, source, hash } = contents;
  const whence = form === "fetched" ? facts(source, hash === undefined ? "unverified" : `${hash.slice(0, 15)}…`) : form;
  return [amount(contents), facts(whence, replaces, ...more)];
}

function amount({ bytes }: ShownContents): string {
  return bytes === null ? "" : byteCount(bytes);
}
