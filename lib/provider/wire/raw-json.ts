import type { Value, ValueObject } from "../framework/values";
import { numberFromWire } from "./number";

/** Reads JSON whose type is not known here, such as the state of another type. Numbers are doubles, or else text. */
export function readRawJson(json: Uint8Array): Value {
  return unmarked(JSON.parse(marked(Buffer.from(json).toString("utf8"))));
}

/** Writes a value with nothing unknown in it as the state file has it. */
export function writeRawJson(value: ValueObject): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** Strings and numbers as strings that tell which they were, since `JSON.parse` rounds numbers. */
function marked(json: string): string {
  return json.replace(/"((?:[^"\\]|\\.)*")|-?\d[\d.eE+-]*/g, (token, text: string | undefined) =>
    text === undefined ? `"n${token}"` : `"s${text}`,
  );
}

function unmarked(parsed: unknown): Value {
  if (typeof parsed === "string") return scalar(parsed);
  if (Array.isArray(parsed)) return parsed.map(unmarked);
  if (typeof parsed === "object" && parsed !== null)
    return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key.slice(1), unmarked(value)]));
  return typeof parsed === "boolean" ? parsed : null;
}

function scalar(text: string): string | number {
  const own = text.slice(1);
  return text.startsWith("n") ? (numberFromWire(own) ?? own) : own;
}
