import { UNKNOWN, type Value } from "../framework/values";
import { parseJson } from "./bounded";
import { Extension, unpack } from "./msgpack-reader";
import { anyNumber, decodeShape, doublesOnly, mismatch, type ReadNumber } from "./shape";
import type { Place, WireType } from "./type";
import { rememberType, typeFromJson } from "./type-json";

/**
 * Reads a value as OpenTofu sends it: msgpack, shaped by its type.
 *
 * @param number what becomes of numbers whose type the schema says; others may be of any precision
 */
export function decodeValue(type: WireType, bytes: Uint8Array, number: ReadNumber = doublesOnly): Value {
  const inner = (type: WireType, sent: unknown, path: Place): Value => {
    if (sent === null || sent === undefined) return null;
    // Every extension stands for an unknown value; what it may tell about that value is of no use here.
    if (sent instanceof Extension) return UNKNOWN;
    return type === "dynamic" ? ofOwnType(sent, path) : decodeShape(type, sent, path, inner, number);
  };
  return inner(type, unpack(bytes), []);
}

function ofOwnType(sent: unknown, path: Place): Value {
  const [typeBytes, value] = Array.isArray(sent) ? (sent as [unknown, unknown]) : [];
  if (!(typeBytes instanceof Uint8Array)) throw mismatch("type and a value", sent, path);
  const type = typeFromJson(parseJson(Buffer.from(typeBytes).toString("utf8")));
  const inner = (type: WireType, sent: unknown, path: Place): Value => {
    if (sent === null || sent === undefined) return null;
    if (sent instanceof Extension) return UNKNOWN;
    return type === "dynamic" ? ofOwnType(sent, path) : decodeShape(type, sent, path, inner, anyNumber);
  };
  return rememberType(inner(type, value, path), type);
}
