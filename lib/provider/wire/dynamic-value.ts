import type { Value, ValueObject } from "../framework/values";
import { decodeValue } from "./decode";
import { encodeValue } from "./encode";
import { decodeStateJson } from "./state-json";
import { WireError, type ObjectType, type WireType } from "./type";

/** The two encodings in which OpenTofu may send a value. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array | null;
  readonly json?: Uint8Array | null;
}

/** @returns null for a resource that does not exist */
export function objectFromWire(type: ObjectType, sent: DynamicValue | null | undefined): ValueObject | null {
  return expectObject(valueFromWire(type, sent));
}

/** Reads a whole state out of the state file's JSON. */
export function objectFromState(type: ObjectType, json: Uint8Array): ValueObject | null {
  return expectObject(decodeStateJson(type, json));
}

/** A value of any type; null where nothing was sent. */
export function valueFromWire(type: WireType, sent: DynamicValue | null | undefined): Value {
  if (sent?.msgpack?.length) return decodeValue(type, sent.msgpack);
  return sent?.json?.length ? decodeStateJson(type, sent.json) : null;
}

export function valueToWire(type: WireType, value: Value): { msgpack: Uint8Array } {
  return { msgpack: encodeValue(type, value) };
}

export function objectToWire(type: ObjectType, value: ValueObject | null): { msgpack: Uint8Array } {
  return valueToWire(type, value);
}

function expectObject(value: Value): ValueObject | null {
  if (value === null) return null;
  if (typeof value === "object" && !Array.isArray(value)) return value as ValueObject;
  throw new WireError([], "expected an object as a whole");
}
