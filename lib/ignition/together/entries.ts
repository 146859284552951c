import type { Path, Problem } from "../../values/config-error";
import { isLate } from "../../values/late";

/** An item of a list of the config, and where it stands. */
export interface Entry {
  readonly path: Path;
  readonly item: Readonly<Record<string, unknown>>;
}

/**
 * The objects of the list at a path, none if there is no such list.
 *
 * What is not of the right shape is passed over, since the schema has refused it: so rules between values are
 * judged beside rules about single ones, and a user sees all violations at once.
 */
export function entriesAt(root: unknown, ...path: Path): readonly Entry[] {
  const list = valueAt(root, ...path);
  const entries: Entry[] = [];
  if (!Array.isArray(list)) return entries;
  // Plain loops: every rule comes by here, for each of its lists.
  for (let index = 0; index < list.length; index += 1) {
    const item: unknown = list[index];
    if (isObject(item)) entries.push({ path: [...path, index], item });
  }
  return entries;
}

/** The items of the list at a path, of any shape. */
export function itemsAt(root: unknown, ...path: Path): readonly { readonly path: Path; readonly item: unknown }[] {
  const list = valueAt(root, ...path);
  return Array.isArray(list) ? list.map((item: unknown, index) => ({ path: [...path, index], item })) : [];
}

/** The value at a path; undefined if there is no such path. */
export function valueAt(root: unknown, ...path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || isLate(value) || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}

/** A value that is a text and known. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((piece) => typeof piece === "string") ? value.join("") : undefined;
}

/** A value that is a number and known. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The name of a unit, written or typed. */
export function unitNameOf(unit: Readonly<Record<string, unknown>>): string | undefined {
  return textOf(isObject(unit["unit"]) ? unit["unit"]["name"] : unit["name"]);
}

/** Whether a unit or drop-in has contents, known or not. */
export function hasContents(unit: Readonly<Record<string, unknown>>): boolean {
  const contents = unit["contents"] ?? "";
  return unit["unit"] !== undefined || textOf(contents) !== "";
}

/** Whether other configs take part, so that what is missing here may come from there. */
export function isOpenEnded(config: unknown): boolean {
  const references = valueAt(config, "ignition", "config");
  return itemsAt(references, "merge").length > 0 || valueAt(references, "replace") !== undefined;
}

/** What a problem has besides its code, place and sentence. */
type Rest = Pick<Problem, "got" | "allowed" | "fix">;

export function error(code: string, path: Path, what: string, rest: Rest): Problem {
  return { code: `ignition/${code}`, severity: "error", path, what, ...rest };
}

export function warning(code: string, path: Path, what: string, rest: Rest): Problem {
  return { code: `ignition/${code}`, severity: "warning", path, what, ...rest };
}

function isObject(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === "object" && value !== null && !isLate(value) && !Array.isArray(value);
}
