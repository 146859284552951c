import type { Attribute, Attributes, AttributeType, NestedAttribute } from "./schema";
import type { AttributePath, Diagnostic, Value, ValueObject } from "./values";
import { isList, isNested, isObject } from "./walk";

/** What a schema refuses in a configuration: every violation, each with its path. Unknown values are let through. */
export function checkConfig(attributes: Attributes, config: ValueObject): readonly Diagnostic[] {
  return checkObject(attributes, config, []);
}

function checkObject(attributes: Attributes, object: ValueObject, above: AttributePath): readonly Diagnostic[] {
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    checkAttribute(attribute, object[name] ?? null, [...above, name]),
  );
}

function checkAttribute(attribute: Attribute, value: Value, path: AttributePath): readonly Diagnostic[] {
  if (typeof value === "symbol") return [];
  if (value === null) return attribute.mode === "required" ? [missing(path)] : [];
  if (attribute.mode === "computed") return [readOnly(path)];
  return isNested(attribute) ? checkNested(attribute, value, path) : checkNulls(attribute.type, value, path);
}

function checkNested(
  { nested, attributes }: NestedAttribute,
  value: Value,
  path: AttributePath,
): readonly Diagnostic[] {
  const element = (item: Value, at: AttributePath): readonly Diagnostic[] => {
    if (item === null) return [nullElement(at)];
    return isObject(item) ? checkObject(attributes, item, at) : [];
  };
  if (nested === "single") return element(value, path);
  if (isList(value)) return value.flatMap((item, index) => element(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => element(item, [...path, key]));
}

/** No list, set or map of ours has a use for null. */
function checkNulls(type: AttributeType, value: Value, path: AttributePath): readonly Diagnostic[] {
  if (typeof type === "string") return [];
  if (value === null) return [nullElement(path)];
  const inner = "list" in type ? type.list : "set" in type ? type.set : type.map;
  const items = isList(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return items.flatMap(([key, item]) => {
    const at = "set" in type ? path : [...path, key];
    return item === null ? [nullElement(at)] : checkNulls(inner, item, at);
  });
}

const refusal = (path: AttributePath, summary: string, detail: string): Diagnostic => ({
  severity: "error",
  summary,
  detail,
  path,
});

const missing = (path: AttributePath): Diagnostic =>
  refusal(path, `Missing value for "${last(path)}"`, `"${pathText(path)}" must be set.`);

const readOnly = (path: AttributePath): Diagnostic =>
  refusal(path, `Unable to set "${last(path)}"`, `"${pathText(path)}" is what the provider finds out: remove it.`);

const nullElement = (path: AttributePath): Diagnostic =>
  refusal(path, `Null within "${String(path[0])}"`, `"${pathText(path)}" must not be null.`);

const last = (path: AttributePath): string => pathText(path.slice(-1));

/** `["files", 0, "path"]` → `files[0].path`. */
export function pathText(path: AttributePath): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}
