import type { Extensible } from "../schema";

/** A value that is written as it stands, however empty it is. */
class Verbatim {
  constructor(readonly value: unknown) {}
}

/**
 * The fields of an object and the keys that a newer spec gives it.
 *
 * @param fields in the order in which they are written
 */
export function withNewer(given: Extensible | undefined, fields: object): object {
  const { newer } = given ?? {};
  if (newer === undefined) return fields;
  const keys = Object.entries(newer).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...fields, ...Object.fromEntries(keys.map(([key, value]) => [key, new Verbatim(value)])) };
}

/**
 * Leaves out of plain JSON data all that says nothing: what is undefined, and lists and objects that are empty, or
 * become so.
 */
export function minimal(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(minimal).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  // In plain loops, since each value of each config comes by here.
  const given = value as Readonly<Record<string, unknown>>;
  const kept: Record<string, unknown> = {};
  let empty = true;
  for (const key of Object.keys(given)) {
    const item = given[key];
    if (item instanceof Verbatim) {
      // Not assigned: the key may be anything, __proto__ as well.
      Object.defineProperty(kept, key, { value: item.value, enumerable: true });
      empty = false;
      continue;
    }
    const rest = minimal(item);
    if (rest === undefined) continue;
    kept[key] = rest;
    empty = false;
  }
  return empty ? undefined : kept;
}
