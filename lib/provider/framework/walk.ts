import type { Attribute, Attributes, NestedAttribute } from "./schema";
import { ExactNumber, type AttributePath, type Value, type ValueObject } from "./values";

/** Whether a value is an object, that is neither a list nor null nor unknown nor a scalar. */
export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === "object" && value !== null && !isList(value) && !(value instanceof ExactNumber);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isNested(attribute: Attribute): attribute is NestedAttribute {
  return "nested" in attribute;
}

/** The value with each of the objects that make it up changed; anything else in their place stays as it is. */
export function mapObjects(
  nested: NestedAttribute["nested"],
  value: Value,
  change: (object: ValueObject, place: readonly (string | number)[]) => Value,
): Value {
  const element = (item: Value, place: readonly (string | number)[]): Value =>
    isObject(item) ? change(item, place) : item;
  if (nested === "single") return element(value, []);
  if (nested === "list") return isList(value) ? value.map((item, index) => element(item, [index])) : value;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, element(item, [key])]));
}

/** What stands at a place inside a value; null where there is nothing. */
export function valueAt(value: Value | undefined, path: AttributePath): Value {
  let at: Value = value ?? null;
  for (const step of path) {
    if (typeof step === "number") at = isList(at) ? (at[step] ?? null) : null;
    else at = isObject(at) && Object.hasOwn(at, step) ? (at[step] ?? null) : null;
  }
  return at;
}

/** The object with each attribute of its schema changed, at every depth's top; what it lacks counts as null. */
export function mapAttributes(
  attributes: Attributes,
  object: ValueObject,
  change: (attribute: Attribute, value: Value, name: string) => Value,
): ValueObject {
  const names = Object.entries(attributes);
  return Object.fromEntries(names.map(([name, attribute]) => [name, change(attribute, object[name] ?? null, name)]));
}
