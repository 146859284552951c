import { ExactNumber, UNKNOWN, type Value, type ValueObject } from "../framework/values";
import { isList, isObject } from "../framework/walk";
import { MsgpackWriter } from "./msgpack-writer";
import { numberToWire } from "./number";
import { mismatch } from "./shape";
import { fieldsOf, WireError, type ObjectType, type Place, type WireType } from "./type";
import { typeOfValue, typeToJson } from "./type-json";

/**
 * Plain unknown, an extension of type 0 with one octet, whatever is known about it: OpenTofu takes a plain one for any
 * refined one, but a refinement that does not hold in the end is an error.
 */
const UNKNOWN_BYTES = new Uint8Array([0xd4, 0, 0]);

const writer = new MsgpackWriter();

/** Writes a value as OpenTofu reads it: msgpack, shaped by its type, with every attribute of every object. */
export function encodeValue(type: WireType, value: Value): Uint8Array {
  try {
    write(type, value, []);
    return writer.finish();
  } finally {
    // Where it has failed, its beginning is left.
    writer.clear();
  }
}

function write(type: WireType, value: Value, path: Place): void {
  if (value === null) writer.nil();
  else if (value === UNKNOWN) writer.raw(UNKNOWN_BYTES);
  else if (typeof type === "string") writeScalar(type, value, path);
  else if ("object" in type) writeObject(type, value, path);
  else if ("map" in type) writeMap(type.map, value, path);
  else writeList(type, value, path);
}

function writeScalar(type: Extract<WireType, string>, value: Value, path: Place): void {
  // As OpenTofu does with every text, so that what it compares is the same.
  if (type === "string" && typeof value === "string") writer.text(value.normalize("NFC"));
  else if (type === "bool" && typeof value === "boolean") writer.bool(value);
  else if (type === "number" && typeof value === "number" && Number.isFinite(value)) writeNumber(numberToWire(value));
  else if (type === "number" && value instanceof ExactNumber) writer.text(value.text);
  else if (type === "dynamic") {
    const own = typeOfValue(value);
    writer.array(2);
    writer.binary(Buffer.from(JSON.stringify(typeToJson(own))));
    write(own, value, path);
  } else throw mismatch(type, value, path);
}

function writeNumber(number: number | string): void {
  if (typeof number === "string") writer.text(number);
  else writer.integer(number);
}

function writeObject(type: ObjectType, value: Value, path: Place): void {
  const object = expectObject(value, path);
  for (const name in object) {
    if (Object.hasOwn(object, name) && !Object.hasOwn(type.object, name)) {
      throw new WireError([...path, name], "is no attribute of the schema");
    }
  }
  const fields = fieldsOf(type);
  writer.map(fields.length);
  for (const field of fields) {
    writer.text(field.name);
    path.push(field.name);
    write(field.type, Object.hasOwn(object, field.name) ? (object[field.name] ?? null) : null, path);
    path.pop();
  }
}

function writeMap(type: WireType, value: Value, path: Place): void {
  const items = new Map<string, readonly [string, Value]>();
  for (const entry of Object.entries(expectObject(value, path))) items.set(entry[0].normalize("NFC"), entry);
  writer.map(items.size);
  for (const [key, [name, item]] of items) {
    writer.text(key);
    path.push(name);
    write(type, item, path);
    path.pop();
  }
}

type Sequence = Extract<WireType, { readonly list: unknown } | { readonly set: unknown } | { readonly tuple: unknown }>;

function writeList(type: Sequence, value: Value, path: Place): void {
  if (!isList(value)) throw mismatch("list", value, path);
  writer.array(value.length);
  for (const [index, item] of value.entries()) {
    path.push(index);
    write(elementType(type, index), item, path);
    path.pop();
  }
}

function elementType(type: Sequence, index: number): WireType {
  if ("tuple" in type) return type.tuple[index] ?? "dynamic";
  return "list" in type ? type.list : type.set;
}

function expectObject(value: Value, path: Place): ValueObject {
  if (isObject(value)) return value;
  throw mismatch("object", value, path);
}
