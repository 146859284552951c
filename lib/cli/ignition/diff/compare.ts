import type { Field, Item } from "./items";
import { diffLines, type Run } from "./line-diff";

/** An item that is not the same in both configs. */
export interface Difference {
  readonly section: string;
  readonly key: string;
  readonly change: "added" | "removed" | "changed";

  /** What is said of it now and was not, or differs; nothing of one that was removed. */
  readonly fields: readonly FieldDifference[];
}

/** A field that is not the same. */
export interface FieldDifference {
  readonly name: string;

  /** Of one line; undefined where there is none, or where {@link runs} or {@link hidden} say it. */
  readonly before?: string;
  readonly after?: string;

  /** Of several lines. */
  readonly runs?: readonly Run[];

  /** What is not shown, and why. */
  readonly hidden?: { readonly why: "secret" | "binary" | "config"; readonly before?: number; readonly after?: number };
}

/** What differs between two configs, in the order of their sections and names. */
export function compare(before: readonly Item[], after: readonly Item[]): readonly Difference[] {
  const old = byName(before);
  const now = byName(after);
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names.flatMap((name): readonly Difference[] => {
    const [was, is] = [old.get(name), now.get(name)];
    const { section, key } = (was ?? is) as Item;
    // What has no name is the section itself: it is always there.
    const change = key === "" || (was && is) ? "changed" : is === undefined ? "removed" : "added";
    if (change === "removed") return [{ section, key, change, fields: [] }];
    const fields = compareFields(was?.fields ?? NOTHING, is?.fields ?? NOTHING);
    return fields.length === 0 ? [] : [{ section, key, change, fields }];
  });
}

const NOTHING: ReadonlyMap<string, Field> = new Map();

/** Two items of one name are told apart by which of them comes first. */
function byName(items: readonly Item[]): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) {
    let name = `${item.section}\0${item.key}`;
    while (found.has(name)) name += "\0";
    found.set(name, item);
  }
  return found;
}

function compareFields(
  before: ReadonlyMap<string, Field>,
  after: ReadonlyMap<string, Field>,
): readonly FieldDifference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    return isSame(was, is) ? [] : [{ name, ...difference(was, is) }];
  });
}

function isSame(was: Field | undefined, is: Field | undefined): boolean {
  return JSON.stringify(was) === JSON.stringify(is);
}

function difference(was: Field | undefined, is: Field | undefined): Omit<FieldDifference, "name"> {
  const secret = [was, is].find((field) => field?.kind === "hidden");
  if (secret?.kind === "hidden") {
    return { hidden: { why: secret.why, ...size("before", was), ...size("after", is) } };
  }
  if (was?.kind === "lines" || is?.kind === "lines") return { runs: diffLines(linesOf(was), linesOf(is)) };
  return { ...value("before", was), ...value("after", is) };
}

function size<K extends "before" | "after">(key: K, field: Field | undefined): { readonly [key in K]?: number } {
  if (field === undefined) return {};
  const bytes = field.kind === "hidden" ? field.bytes : Buffer.byteLength(linesOf(field).join("\n"));
  return { [key]: bytes } as { readonly [key in K]?: number };
}

function value<K extends "before" | "after">(key: K, field: Field | undefined): { readonly [key in K]?: string } {
  return (field?.kind === "value" ? { [key]: field.text } : {}) as { readonly [key in K]?: string };
}

function linesOf(field: Field | undefined): readonly string[] {
  if (field?.kind === "lines") return field.lines;
  return field?.kind === "value" ? [field.text] : [];
}
