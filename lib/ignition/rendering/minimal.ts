import type { Extensible } from "../schema";
import { Default } from "./scalars";

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
 *
 * @param defaults whether defaults that are spelled out are written
 */
export function minimal(value: unknown, defaults: boolean): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Default) return defaults ? value.value : undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => minimal(item, defaults)).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  return minimalObject(value as Readonly<Record<string, unknown>>, defaults);
}

/** In plain loops, since each value of each config comes by here. */
function minimalObject(given: Readonly<Record<string, unknown>>, defaults: boolean): object | undefined {
  const kept: Record<string, unknown> = {};
  let empty = true;
  for (const key of Object.keys(given)) {
    const item = given[key];
    const rest = item instanceof Verbatim ? item.value : minimal(item, defaults);
    if (rest === undefined) continue;
    // Keys of a newer spec may be anything, __proto__ as well, to which nothing can be assigned.
    if (item instanceof Verbatim) Object.defineProperty(kept, key, { value: rest, enumerable: true });
    else kept[key] = rest;
    empty = false;
  }
  return empty ? undefined : kept;
}
