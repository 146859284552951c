import { encode, ExtData } from "@msgpack/msgpack";
import { ExactNumber, UNKNOWN, type AttributePath, type Value, type ValueObject } from "../framework/values";
import { isList, isObject } from "../framework/walk";
import { numberToWire } from "./number";
import { mismatch } from "./shape";
import { WireError, type WireType } from "./type";
import { typeOfValue, typeToJson } from "./type-json";

/**
 * Plain unknown, whatever is known about it: OpenTofu takes a plain one for any refined one, but a refinement that
 * does not hold in the end is an error.
 */
const unknown = new ExtData(0, new Uint8Array([0]));

/** Writes a value as OpenTofu reads it: msgpack, shaped by its type, with every attribute of every object. */
export function encodeValue(type: WireType, value: Value): Uint8Array {
  return encode(toMsgpack(type, value, []));
}

function toMsgpack(type: WireType, value: Value, path: AttributePath): unknown {
  if (value === null) return null;
  if (value === UNKNOWN) return unknown;
  // As OpenTofu does with every text, so that what it compares is the same.
  if (type === "string" && typeof value === "string") return value.normalize("NFC");
  if (type === "bool" && typeof value === "boolean") return value;
  if (type === "number" && typeof value === "number" && Number.isFinite(value)) return numberToWire(value);
  if (type === "number" && value instanceof ExactNumber) return value.text;
  if (type === "dynamic") {
    const own = typeOfValue(value);
    return [new TextEncoder().encode(JSON.stringify(typeToJson(own))), toMsgpack(own, value, path)];
  }
  if (typeof type === "string") throw mismatch(type, value, path);
  if ("object" in type) return objectToMsgpack(type.object, value, path);
  if ("map" in type) {
    const entries = Object.entries(expectObject(value, path));
    return Object.fromEntries(
      entries.map(([key, item]) => [key.normalize("NFC"), toMsgpack(type.map, item, [...path, key])]),
    );
  }
  if (!isList(value)) throw mismatch("list", value, path);
  return value.map((item, index) => toMsgpack(elementType(type, index), item, [...path, index]));
}

function objectToMsgpack(types: Readonly<Record<string, WireType>>, value: Value, path: AttributePath): unknown {
  const object = expectObject(value, path);
  const stray = Object.keys(object).find((name) => !Object.hasOwn(types, name));
  if (stray !== undefined) throw new WireError([...path, stray], "is no attribute of the schema");
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, toMsgpack(type, own(object, name), [...path, name])]),
  );
}

type Sequence = Extract<WireType, { readonly list: unknown } | { readonly set: unknown } | { readonly tuple: unknown }>;

function elementType(type: Sequence, index: number): WireType {
  if ("tuple" in type) return type.tuple[index] ?? "dynamic";
  return "list" in type ? type.list : type.set;
}

const own = (object: ValueObject, name: string): Value => (Object.hasOwn(object, name) ? (object[name] ?? null) : null);

function expectObject(value: Value, path: AttributePath): ValueObject {
  if (isObject(value)) return value;
  throw mismatch("object", value, path);
}
