import { checkScalar } from "./check-scalar";
import type { PropertyFormat } from "./parameter";

/** Keys and values of a comma-separated list, aliases resolved, in the order given. */
export type Properties = Map<string, string>;

export type ParsedProperties =
  | { readonly kind: "parsed"; readonly properties: Properties }
  | { readonly kind: "refused"; readonly problems: readonly string[] };

/** Parses `value,key=value,…` as its format declares it. A comma at the end is allowed, as Proxmox allows it. */
export function parseProperties(format: PropertyFormat, text: string): ParsedProperties {
  const properties: Properties = new Map();
  const problems: string[] = [];
  for (const part of text.split(",").filter((item) => item.trim() !== "")) {
    for (const [key, value] of resolve(format, part)) {
      if (properties.has(key)) {
        problems.push(`duplicate key in comma-separated list property: ${key}`);
      }
      properties.set(key, value);
    }
  }
  problems.push(...check(format, properties));
  return problems.length === 0 ? { kind: "parsed", properties } : { kind: "refused", problems };
}

/** Writes the default key first, without its name, then the others in the order of their names. */
export function printProperties(format: PropertyFormat, properties: Properties): string {
  const first = defaultKey(format);
  const rest = [...properties].filter(([key]) => key !== first).sort(([a], [b]) => (a < b ? -1 : 1));
  const head = first === undefined ? undefined : properties.get(first);
  return [...(head === undefined ? [] : [head]), ...rest.map(([key, value]) => `${key}=${value}`)].join(",");
}

function resolve(format: PropertyFormat, part: string): [string, string][] {
  const equals = part.indexOf("=");
  if (equals < 0) {
    return [[defaultKey(format) ?? part, part]];
  }
  const key = part.slice(0, equals);
  const value = part.slice(equals + 1);
  const declared = Object.hasOwn(format, key) ? format[key] : undefined;
  if (declared === undefined || !("alias" in declared)) {
    return [[key, value]];
  }
  const named: [string, string][] = declared.keyAlias === undefined ? [] : [[declared.keyAlias, key]];
  return [...named, [declared.alias, value]];
}

function check(format: PropertyFormat, properties: Properties): string[] {
  const problems: string[] = [];
  for (const [key, value] of properties) {
    const declared = Object.hasOwn(format, key) ? format[key] : undefined;
    const problem =
      declared === undefined || "alias" in declared
        ? "property is not defined in schema and the schema does not allow additional properties"
        : checkScalar(declared, value);
    if (problem !== undefined) {
      problems.push(`${key}: ${problem}`);
    }
  }
  for (const [key, declared] of Object.entries(format)) {
    if (!("alias" in declared) && declared.optional !== true && !properties.has(key)) {
      problems.push(`${key}: property is missing and it is not optional`);
    }
  }
  return problems;
}

function defaultKey(format: PropertyFormat): string | undefined {
  return Object.entries(format).find(([, key]) => "default_key" in key)?.[0];
}
