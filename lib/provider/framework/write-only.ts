import type { Attributes } from "./schema";
import type { AttributePath, Diagnostic, Value, ValueObject } from "./values";
import { isList, isNested, isObject, mapAttributes, mapObjects } from "./walk";

/** The object as plan and state may hold it: every write-only attribute null, at every depth. */
export function withoutWriteOnly(attributes: Attributes, object: ValueObject): ValueObject {
  const kept = mapAttributes(attributes, object, (attribute, value) => {
    if (attribute.writeOnly === true) return null;
    if (!isNested(attribute)) return value;
    return mapObjects(attribute.nested, value, (inner) => withoutWriteOnly(attribute.attributes, inner));
  });
  // What is no attribute is kept, for the encoder to refuse: a typing error in a resource must not pass unseen.
  return { ...object, ...kept };
}

/** What is set and write-only, as errors for an OpenTofu or Terraform that does not know such attributes. */
export function writeOnlyDiagnostics(
  attributes: Attributes,
  object: ValueObject,
  above: AttributePath = [],
): readonly Diagnostic[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = object[name] ?? null;
    const path = [...above, name];
    if (value === null) return [];
    if (attribute.writeOnly === true) return [needsNewer(path)];
    const found: Diagnostic[] = [];
    if (isNested(attribute))
      mapObjects(attribute.nested, value, (inner, place) => {
        found.push(...writeOnlyDiagnostics(attribute.attributes, inner, [...path, ...place]));
        return inner;
      });
    return found;
  });
}

const needsNewer = (path: AttributePath): Diagnostic => ({
  severity: "error",
  summary: "Write-only attributes are not supported",
  detail: "This version would write the value into the state: use OpenTofu or Terraform 1.11 or newer.",
  path,
});

/** Where unknown values stand. */
export function unknownPaths(value: Value, path: AttributePath = []): readonly AttributePath[] {
  if (typeof value === "symbol") return [path];
  if (isList(value)) return value.flatMap((item, index) => unknownPaths(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => unknownPaths(item, [...path, name]));
}

/** The object with null for every unknown value, as a half-done operation leaves it. */
export function withoutUnknown(object: ValueObject): ValueObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, known(value)]));
}

function known(value: Value): Value {
  if (typeof value === "symbol") return null;
  if (isList(value)) return value.map(known);
  return isObject(value) ? withoutUnknown(value) : value;
}
