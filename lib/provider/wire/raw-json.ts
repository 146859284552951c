import type { ExactNumber, Value, ValueObject } from "../framework/values";
import { parseJson } from "./bounded";
import { mapTokens } from "./json-tokens";
import { anyNumber } from "./shape";

/** Reads JSON whose type is not known here, such as the state of another type. Numbers are exact. */
export function readRawJson(json: Uint8Array): Value {
  return unmarked(parseJson(marked(Buffer.from(json).toString("utf8"))));
}

/** Writes a value with nothing unknown in it for the state's reader, which takes numbers as text too. */
export function writeRawJson(value: ValueObject): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** Strings and numbers as strings that tell which they were, since `JSON.parse` rounds numbers. */
function marked(json: string): string {
  return mapTokens(json, (token, isString) => (isString ? `"s${token.slice(1)}` : `"n${token}"`));
}

function unmarked(parsed: unknown): Value {
  if (typeof parsed === "string") return scalar(parsed);
  if (Array.isArray(parsed)) return parsed.map(unmarked);
  if (typeof parsed === "object" && parsed !== null)
    return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key.slice(1), unmarked(value)]));
  return typeof parsed === "boolean" ? parsed : null;
}

function scalar(text: string): string | number | ExactNumber {
  const own = text.slice(1);
  return text.startsWith("n") ? anyNumber(own, []) : own;
}
