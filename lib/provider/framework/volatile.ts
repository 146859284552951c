import { equal } from "./equal";
import type { Attribute, Attributes } from "./schema";
import { UNKNOWN, type Value, type ValueObject } from "./values";
import { isNested, isObject, mapAttributes, mapObjects, valueAt } from "./walk";

/**
 * A plan in which every attribute that is `volatile` is unknown once anything else in its object changes.
 *
 * What the plan has already given another value, or the user has set, stays.
 */
export function withVolatile(
  attributes: Attributes,
  prior: ValueObject,
  planned: ValueObject,
  config: ValueObject,
): ValueObject {
  const changes = Object.keys(attributes).some(
    (name) => attributes[name]?.onUpdate !== "volatile" && !equal(prior[name] ?? null, planned[name] ?? null),
  );
  const changed = mapAttributes(attributes, planned, (attribute, value, name) => {
    const before = prior[name] ?? null;
    const set = config[name] ?? null;
    if (attribute.onUpdate === "volatile") return changes && set === null && equal(before, value) ? UNKNOWN : value;
    return within(attribute, before, value, set);
  });
  // What is no attribute is kept, for the encoder to refuse.
  return { ...planned, ...changed };
}

function within(attribute: Attribute, before: Value, value: Value, set: Value): Value {
  if (!isNested(attribute)) return value;
  return mapObjects(attribute.nested, value, (object, place) => {
    const there = valueAt(before, place);
    const own = valueAt(set, place);
    return isObject(there) ? withVolatile(attribute.attributes, there, object, isObject(own) ? own : {}) : object;
  });
}
