import type { Attribute, Attributes } from "./schema";
import { UNKNOWN, type Value, type ValueObject } from "./values";
import { isNested, isObject, mapAttributes, mapObjects, valueAt } from "./walk";

/**
 * What the configuration alone makes of a resource: what the user set, else the default, else what was there before,
 * else, where the provider sets the value, unknown. Write-only attributes are null.
 *
 * Elements of lists are told by their index: one that is new there has nothing before.
 */
export function propose(attributes: Attributes, prior: ValueObject | null, config: ValueObject): ValueObject {
  return mapAttributes(attributes, config, (attribute, set, name) => {
    if (attribute.writeOnly === true) return null;
    const before = prior === null ? undefined : (prior[name] ?? null);
    return set === null ? unset(attribute, before) : proposeSet(attribute, before, set);
  });
}

function unset(attribute: Attribute, before: Value | undefined): Value {
  if (!attribute.mode.endsWith("computed")) return null;
  return attribute.default ?? (before === undefined ? UNKNOWN : before);
}

function proposeSet(attribute: Attribute, before: Value | undefined, set: Value): Value {
  if (!isNested(attribute)) return set;
  return mapObjects(attribute.nested, set, (object, place) => {
    const there = valueAt(before, place);
    return propose(attribute.attributes, isObject(there) ? there : null, object);
  });
}
