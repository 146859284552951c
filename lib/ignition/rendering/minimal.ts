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
 * become so. What says nothing in an object may stay there as undefined, since `JSON.stringify` writes no such key.
 *
 * It is one function, in plain loops, that copies only what changes: each value of each config comes by here.
 *
 * @param defaults whether defaults that are spelled out are written
 */
export function minimal(value: unknown, defaults: boolean): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Default) return defaults ? value.value : undefined;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (let index = 0; index < value.length; index += 1) {
      const item = minimal(value[index], defaults);
      if (item !== undefined) items.push(item);
    }
    return items.length === 0 ? undefined : items;
  }
  const given = value as Readonly<Record<string, unknown>>;
  let copy: Record<string, unknown> | undefined;
  let empty = true;
  for (const key of Object.keys(given)) {
    const item = given[key];
    if (item === undefined) continue;
    const rest = item instanceof Verbatim ? item.value : minimal(item, defaults);
    if (rest !== undefined) empty = false;
    if (rest === item) continue;
    // Keys of a newer spec may be anything, __proto__ as well: a copy has it for its own, so it can be assigned to.
    copy ??= { ...given };
    copy[key] = rest;
  }
  return empty ? undefined : (copy ?? given);
}
