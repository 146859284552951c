import { ExactNumber, UNKNOWN, type Value } from "../framework/values";
import type { WireType } from "./type";

/** A type as OpenTofu writes it in JSON: `"string"`, `["list","string"]`, `["object",{"a":"bool"}]`. */
export function typeToJson(type: WireType): unknown {
  if (typeof type === "string") return type;
  if ("list" in type) return ["list", typeToJson(type.list)];
  if ("set" in type) return ["set", typeToJson(type.set)];
  if ("map" in type) return ["map", typeToJson(type.map)];
  if ("tuple" in type) return ["tuple", type.tuple.map(typeToJson)];
  return ["object", mapValues(type.object, typeToJson)];
}

/** The reverse of {@link typeToJson}. */
export function typeFromJson(json: unknown): WireType {
  if (json === "string" || json === "number" || json === "bool" || json === "dynamic") return json;
  const [kind, inner] = Array.isArray(json) ? (json as [unknown, unknown]) : [];
  if (kind === "list") return { list: typeFromJson(inner) };
  if (kind === "set") return { set: typeFromJson(inner) };
  if (kind === "map") return { map: typeFromJson(inner) };
  if (kind === "tuple" && Array.isArray(inner)) return { tuple: inner.map(typeFromJson) };
  if (kind === "object" && typeof inner === "object" && inner !== null)
    return { object: mapValues(inner as Record<string, unknown>, typeFromJson) };
  throw new Error(`unknown type ${JSON.stringify(json)}`);
}

/** Types that came with values, by the very objects: a list of strings could be a tuple, or a set, just as well. */
const remembered = new WeakMap<object, WireType>();

/** Lets {@link typeOfValue} say what OpenTofu has said of a value. */
export function rememberType(value: Value, type: WireType): Value {
  if (typeof value === "object" && value !== null) remembered.set(value, type);
  return value;
}

/** The type that a value has, for where the schema leaves it open: the one that it came with, or else has by itself. */
export function typeOfValue(value: Value): WireType {
  const known = typeof value === "object" && value !== null ? remembered.get(value) : undefined;
  if (known !== undefined) return known;
  if (value === null || value === UNKNOWN) return "dynamic";
  if (typeof value === "string") return "string";
  if (typeof value === "number" || value instanceof ExactNumber) return "number";
  if (typeof value === "boolean") return "bool";
  if (isList(value)) return { tuple: value.map(typeOfValue) };
  return { object: mapValues(value as Record<string, Value>, typeOfValue) };
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function mapValues<T, U>(object: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
