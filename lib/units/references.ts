import type { Path } from "../values/config-error";
import type { Directives } from "./directive";
import { isPlainObject, isReference, isWhole, nameOnly, type Referenced } from "./reference";
import { kindOf, kinds, type Unit } from "./schema";

/** Where a unit names another. */
export interface FoundReference {
  /** Within the unit that names it. */
  readonly path: Path;
  readonly unit: Referenced;
}

type Visit = (reference: Referenced, path: Path) => unknown;

/** Every place in which a unit names another; what has the wrong shape is passed over. */
export function referencesOf(unit: unknown): readonly FoundReference[] {
  const found: FoundReference[] = [];
  replaced(unit, (reference, path) => {
    found.push({ path, unit: reference });
    return reference;
  });
  return found;
}

/**
 * The units that a unit names, and those that they name in turn, each once and after all that it needs itself: what has
 * to be on a machine beside it. A reference of which only the name is left is not among them.
 */
export function referencedUnits(unit: Unit): readonly Unit[] {
  const all = new Set<object>();
  const seen = new Set<object>([unit]);
  const visit = (from: object): void => {
    for (const { unit: next } of referencesOf(from)) {
      if (seen.has(next) || !isWhole(next)) continue;
      seen.add(next);
      visit(next);
      all.add(next);
    }
  };
  visit(unit);
  return [...all] as readonly Unit[];
}

/** The same unit with each unit that it names reduced to its name: how it travels to the provider. */
export function withNamesOnly<U>(unit: U): U {
  return replaced(unit, nameOnly) as U;
}

/** Looks only into directives that take units: elsewhere an object with a `name` is something else, such as labels. */
function replaced(unit: unknown, visit: Visit): unknown {
  if (!isPlainObject(unit) || typeof unit["name"] !== "string") return unit;
  const kind = kindOf(unit["name"]);
  const sections: Readonly<Record<string, Directives>> = kind === undefined ? {} : kinds[kind];
  return mapped(unit, (value, section) => {
    const directives = sections[section];
    if (directives === undefined || !isPlainObject(value)) return value;
    return mapped(value, (item, name) =>
      directives[name]?.takesUnits === true ? replacedIn(item, [section, name], visit) : item,
    );
  });
}

/** Under which keys of an entry a unit stands, such as `{ volume, target }`. */
const KEYS = ["volume", "network", "container", "image"];

function replacedIn(value: unknown, path: Path, visit: Visit): unknown {
  if (Array.isArray(value)) return value.map((item: unknown, index) => replacedIn(item, [...path, index], visit));
  if (isReference(value)) return visit(value, path);
  if (!isPlainObject(value)) return value;
  return mapped(value, (item, key) => (KEYS.includes(key) && isReference(item) ? visit(item, [...path, key]) : item));
}

function mapped(
  value: Readonly<Record<string, unknown>>,
  change: (item: unknown, key: string) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item, key)]));
}
