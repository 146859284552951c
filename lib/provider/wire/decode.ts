import { decode, ExtData } from "@msgpack/msgpack";
import { UNKNOWN, type AttributePath, type Value } from "../framework/values";
import { decodeShape, mismatch } from "./shape";
import type { WireType } from "./type";
import { typeFromJson } from "./type-json";

/** Reads a value as OpenTofu sends it: msgpack, shaped by its type. */
export function decodeValue(type: WireType, bytes: Uint8Array): Value {
  return fromMsgpack(type, decode(bytes, { useBigInt64: true }), []);
}

function fromMsgpack(type: WireType, sent: unknown, path: AttributePath): Value {
  if (sent === null || sent === undefined) return null;
  // Every extension stands for an unknown value; what it may tell about that value is of no use here.
  if (sent instanceof ExtData || sent instanceof Date) return UNKNOWN;
  if (type !== "dynamic") return decodeShape(type, sent, path, fromMsgpack);
  const [typeBytes, value] = Array.isArray(sent) ? (sent as [unknown, unknown]) : [];
  if (!(typeBytes instanceof Uint8Array)) throw mismatch("type and a value", sent, path);
  return fromMsgpack(typeFromJson(JSON.parse(Buffer.from(typeBytes).toString("utf8"))), value, path);
}
