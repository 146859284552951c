import { isLate } from "../../values/late";
import type { NewerKeys } from "../schema";
import { keyOf } from "./key";

/**
 * How two values of the same place become one; undefined leaves the place empty.
 *
 * Rules are total: of values that are not of the right shape, which the schema refuses later, the child's is taken.
 * They mutate nothing, and what they answer may share parts with what they are given.
 */
export type Rule<T> = (parent: T, child: T) => T | undefined;

/** A rule for each key that a type has. Keys of a newer spec have {@link unruled}, unless there is another for them. */
export type Fields<T> = { readonly [K in Exclude<keyof T, "newer">]-?: Rule<NonNullable<T[K]>> } & {
  readonly newer?: Rule<NewerKeys>;
};

/** The child's value wins. */
export function last<T>(_parent: T, child: T): T {
  return child;
}

/** Objects are merged key by key. Of keys that have no rule, the child's win. */
export function fields<T extends object>(rules: Fields<T>): Rule<T> {
  const known = { newer: unruled, ...rules };
  return (parent, child) => byKey(parent, child, (key) => (own(known, key) ?? last) as Rule<unknown>);
}

/** What there is no rule for: objects are merged at any depth, and of all else the child's wins. */
export function unruled(parent: unknown, child: unknown): unknown {
  return isPlain(parent) && isPlain(child) ? byKey(parent, child, () => unruled) : child;
}

/** Lists in which a key stands for one item: items of both are merged where they are, the child's others follow. */
export function keyed<T>(key: (item: T) => string, rule: Rule<T>): Rule<readonly T[]> {
  return (parent, child) => {
    if (!Array.isArray(parent) || !Array.isArray(child)) return unknown(parent, child);
    if (parent.length === 0 || child.length === 0) return [...parent, ...child];
    const parents = new Set(parent.map(key));
    const children = new Map(child.map((item: T) => [key(item), item]));
    const merged = parent.flatMap((item: T) => {
      const other = children.get(key(item));
      const one = other === undefined ? item : rule(item, other);
      return one === undefined ? [] : [one];
    });
    return unlessEmptied([...merged, ...child.filter((item: T) => !parents.has(key(item)))], parent);
  };
}

/** Lists of texts or numbers of which each is there once. */
export function united<T>(parent: readonly T[], child: readonly T[]): readonly T[] | undefined {
  return keyed<T>(keyOf, last)(parent, child);
}

/** Lists that are put one after the other. */
export function appended<T>(parent: readonly T[], child: readonly T[]): readonly T[] {
  return Array.isArray(parent) && Array.isArray(child) ? [...parent, ...child] : unknown(parent, child);
}

/**
 * Lists of which one is late as a whole, which only a cast can put there. It becomes an item among the other's, so that
 * nothing is lost without a word: `validateIgnition` refuses it here, and the provider a list within a list.
 */
function unknown<T>(parent: readonly T[], child: readonly T[]): readonly T[] {
  const [first, second] = [parent, child].map((list: unknown) => (isLate(list) ? [list] : list));
  const isEither = isLate(parent) || isLate(child);
  return isEither && Array.isArray(first) && Array.isArray(second) ? [...(first as T[]), ...(second as T[])] : child;
}

/** Objects with lists of which only one may have a key: an item of the child drives the parent's out of the others. */
export function exclusive<T extends object>(
  lists: readonly (keyof T & string)[],
  key: (item: unknown) => string,
  rule: Rule<T>,
): Rule<T> {
  return (parent, child) => {
    if (!isPlain(parent) || !isPlain(child)) return child;
    const owners = new Map(lists.flatMap((list) => listAt(child, list).map((item) => [key(item), list] as const)));
    const kept = Object.entries(parent).flatMap(([name, value]) => {
      if (!Array.isArray(value) || !lists.some((list) => list === name)) return [[name, value as unknown] as const];
      const items = value.filter((item) => (owners.get(key(item)) ?? name) === name);
      return unlessEmptied(items, value) === undefined ? [] : [[name, items] as const];
    });
    return rule(Object.fromEntries(kept) as T, child);
  };
}

function byKey<T extends object>(parent: T, child: T, ruleOf: (key: string) => Rule<unknown>): T {
  if (!isPlain(parent) || !isPlain(child)) return child;
  // In plain loops: each object of each config that is merged comes by here.
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(parent)) {
    const before = own(parent, key);
    const after = own(child, key);
    const merged = before === undefined ? after : after === undefined ? before : ruleOf(key)(before, after);
    if (merged !== undefined) entries.push([key, merged]);
  }
  for (const key of Object.keys(child)) {
    if (Object.hasOwn(parent, key)) continue;
    const added = own(child, key);
    if (added !== undefined) entries.push([key, added]);
  }
  return Object.fromEntries(entries) as T;
}

/** A list that has become empty says nothing; one that was given empty stays. */
function unlessEmptied<T>(list: readonly T[], before: readonly unknown[]): readonly T[] | undefined {
  return list.length === 0 && before.length > 0 ? undefined : list;
}

function listAt(object: object, key: string): readonly unknown[] {
  const list = own(object, key);
  return Array.isArray(list) ? list : [];
}

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Readonly<Record<string, unknown>>)[key] : undefined;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLate(value);
}
