import { isLate } from "./late";

/**
 * The same structure without the keys that have no value: `{ a: undefined }` is `{}`, as it is in JSON, so that it
 * makes no difference whether somebody leaves a key out or has nothing to put there. Late values and what is not a plain
 * object stay as they are, items of lists keep their places, and objects that hold each other still do.
 *
 * @returns the structure itself if there is nothing to leave out
 */
export function withoutUndefined<T>(structure: T): T {
  return isContainer(structure) && hasUndefined(structure, 0) ? (copy(structure, new Map()) as T) : structure;
}

type Plain = Readonly<Record<string, unknown>>;

/** Documents have far fewer levels: what is deeper holds itself, and is copied, which keeps to what was copied before. */
const DEEPEST = 100;

function hasUndefined(container: Plain | readonly unknown[], depth: number): boolean {
  if (depth > DEEPEST) return true;
  // In plain loops: each value of each document comes by here.
  if (Array.isArray(container)) {
    for (let index = 0; index < container.length; index += 1) {
      const item: unknown = container[index];
      if (isContainer(item) && hasUndefined(item, depth + 1)) return true;
    }
    return false;
  }
  for (const key of Object.keys(container)) {
    const item = (container as Plain)[key];
    if (item === undefined || (isContainer(item) && hasUndefined(item, depth + 1))) return true;
  }
  return false;
}

function copy(value: unknown, copies: Map<unknown, unknown>): unknown {
  if (!isContainer(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value) list.push(copy(item, copies));
    return list;
  }
  const object: Record<string, unknown> = {};
  copies.set(value, object);
  for (const [key, item] of Object.entries(value)) {
    // Not by assignment, which a key such as `__proto__` would make something else of.
    if (item !== undefined) {
      const own = { value: copy(item, copies), enumerable: true, configurable: true, writable: true };
      Object.defineProperty(object, key, own);
    }
  }
  return object;
}

function isContainer(value: unknown): value is Plain | readonly unknown[] {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !isLate(value);
}
