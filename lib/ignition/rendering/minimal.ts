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
  if (value instanceof Verbatim) return value.value;
  if (Array.isArray(value)) {
    const items = value.map(minimal).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const kept = minimal(item);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
