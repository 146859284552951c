import { equal, equalAsSet } from "./equal";
import type { Attribute, Attributes } from "./schema";
import type { AttributePath, Value, ValueObject } from "./values";
import { isNested, isObject, mapObjects, valueAt } from "./walk";

/** The attributes with `replace` that a plan changes, each at its outermost. */
export function replacements(
  attributes: Attributes,
  prior: ValueObject,
  planned: ValueObject,
  above: AttributePath = [],
): readonly AttributePath[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const path = [...above, name];
    const before = prior[name] ?? null;
    const after = planned[name] ?? null;
    if (same(attribute, before, after)) return [];
    return attribute.replace === true ? [path] : within(attribute, before, after, path);
  });
}

function same(attribute: Attribute, before: Value, after: Value): boolean {
  const isSet = !isNested(attribute) && typeof attribute.type === "object" && "set" in attribute.type;
  return isSet ? equalAsSet(before, after) : equal(before, after);
}

function within(attribute: Attribute, before: Value, after: Value, path: AttributePath): readonly AttributePath[] {
  if (!isNested(attribute)) return [];
  const found: AttributePath[] = [];
  mapObjects(attribute.nested, after, (object, place) => {
    const there = valueAt(before, place);
    if (isObject(there)) found.push(...replacements(attribute.attributes, there, object, [...path, ...place]));
    return object;
  });
  return found;
}
