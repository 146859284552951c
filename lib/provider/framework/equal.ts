import { ExactNumber, type Value } from "./values";
import { isList, isObject } from "./walk";

/** Whether two values are the same. Unknown is the same as unknown only in that neither is known. */
export function equal(a: Value, b: Value): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null));
  if (a instanceof ExactNumber) return b instanceof ExactNumber && a.text === b.text;
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => equal(a[name] ?? null, b[name] ?? null));
}

/** {@link equal} for a set, whose elements have no order. */
export function equalAsSet(a: Value, b: Value): boolean {
  if (!isList(a) || !isList(b)) return equal(a, b);
  const within = (one: readonly Value[], other: readonly Value[]): boolean =>
    one.every((item) => other.some((candidate) => equal(item, candidate)));
  return within(a, b) && within(b, a);
}
