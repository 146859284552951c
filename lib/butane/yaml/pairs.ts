import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type YAMLMap } from "yaml";
import { plainOf } from "./scalars";

/** A key of a section, and what it is given. */
export interface Entry {
  readonly name: string;

  /** Where the key stands in the text. */
  readonly offset: number;

  readonly value: Node | null;
}

/** What can be wrong with the keys of a section. */
export type KeyFault = "duplicate" | "no-name" | "merge" | "cycle";

export type ReportKey = (fault: KeyFault, entry: Entry, first?: Entry) => void;

type Aliases = ReadonlyMap<Alias, Node>;

/**
 * Keys and values of a section, and of those merged into it by `<<` the keys that it has not itself.
 *
 * @param spend is asked before each section that is looked into, with the number of its keys; false ends the search
 */
export function entriesOf(
  map: YAMLMap,
  aliases: Aliases,
  spend: (keys: number) => boolean,
  report: ReportKey,
  above: readonly Node[] = [],
): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const merged: Entry[] = [];
  if (!spend(map.items.length)) return entries;
  for (const { key, value } of map.items as readonly Pair<Node, Node | null>[]) {
    const node = target(key, aliases);
    const offset = offsetOf(key) ?? offsetOf(map) ?? 0;
    if (!isScalar(node)) {
      report("no-name", { name: "", offset, value });
      continue;
    }
    const entry = { name: String(node.value), offset, value };
    const first = entries.get(entry.name);
    if (entry.name === "<<" && plainOf(node).plain) merged.push(entry);
    else if (first !== undefined) report("duplicate", entry, first);
    else entries.set(entry.name, entry);
  }
  for (const entry of merged) {
    for (const source of sourcesOf(entry.value, aliases)) {
      if (!isMap(source)) report("merge", entry);
      else if (source === map || above.includes(source)) report("cycle", entry);
      // Once too much has been spent, this ends the loops of all sections around as well.
      else if (!spend(1)) return entries;
      else {
        for (const [name, inherited] of entriesOf(source, aliases, spend, report, [...above, map])) {
          if (!entries.has(name)) entries.set(name, inherited);
        }
      }
    }
  }
  return entries;
}

/** What `<<` names: a section, or a list of them. */
function sourcesOf(given: Node | null, aliases: Aliases): readonly (Node | undefined)[] {
  const node = target(given, aliases);
  return isSeq(node) ? (node.items as readonly Node[]).map((item) => target(item, aliases)) : [node];
}

/** A node, or what an alias stands for. */
export function target(node: Node | null, aliases: Aliases): Node | undefined {
  return isAlias(node) ? aliases.get(node) : (node ?? undefined);
}

export function offsetOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
