import type { Value } from "../framework/values";
import { parseJson } from "./bounded";
import { mapTokens } from "./json-tokens";
import { anyNumber, decodeShape, doublesOnly, mismatch, type ReadNumber } from "./shape";
import type { Place, WireType } from "./type";
import { rememberType, typeFromJson } from "./type-json";

/**
 * Reads a state as it stands in the state file: JSON, shaped by the type.
 *
 * OpenTofu sends it on every refresh, so a number that `JSON.parse` rounds would be a change on every plan: numbers are
 * read as text. What the schema no longer has is left out, what it has gained is null.
 */
export function decodeStateJson(type: WireType, json: Uint8Array): Value {
  return fromJson(doublesOnly)(type, parseJson(quoteNumbers(Buffer.from(json).toString("utf8"))), []);
}

function fromJson(number: ReadNumber): (type: WireType, sent: unknown, path: Place) => Value {
  const inner = (type: WireType, sent: unknown, path: Place): Value => {
    if (sent === null || sent === undefined) return null;
    return type === "dynamic" ? ofOwnType(sent, path) : decodeShape(type, sent, path, inner, number);
  };
  return inner;
}

function ofOwnType(sent: unknown, path: Place): Value {
  if (typeof sent !== "object" || sent === null || !("type" in sent) || !("value" in sent))
    throw mismatch("type and a value", sent, path);
  const type = typeFromJson(sent.type);
  return rememberType(fromJson(anyNumber)(type, sent.value, path), type);
}

function quoteNumbers(json: string): string {
  return mapTokens(json, (token, isString) => (isString ? token : `"${token}"`));
}
