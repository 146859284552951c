import { pathText } from "../framework/check-config";
import { ExactNumber, failure, type AttributePath, type Value } from "../framework/values";
import { exactText, numberFromWire } from "./number";
import { WireError, type WireType } from "./type";

/** Reads what stands inside a value, by the type that it has there. */
export type Decode = (type: WireType, sent: unknown, path: AttributePath) => Value;

/** Reads a number, whose place is given for the message. */
export type ReadNumber = (sent: SentNumber, path: AttributePath) => number | ExactNumber;
type SentNumber = number | bigint | string;

/** Numbers as the schema's `number` has them, which are doubles. */
export const doublesOnly: ReadNumber = (sent, path) => {
  const number = numberFromWire(sent);
  if (number === undefined) throw tooExact(sent, path);
  return number;
};

/** Numbers of any size and precision. */
export const anyNumber: ReadNumber = (sent) => numberFromWire(sent) ?? new ExactNumber(exactText(sent));

/** What msgpack and JSON have in common: scalars, lists and objects, shaped by their type. */
export function decodeShape(
  type: WireType,
  sent: unknown,
  path: AttributePath,
  inner: Decode,
  number: ReadNumber,
): Value {
  if (type === "number") return number(expectNumber(sent, path), path);
  if (typeof type === "string") return expectScalar(type, sent, path);
  if ("list" in type) return expectList(sent, path).map((item, index) => inner(type.list, item, [...path, index]));
  // Elements of a set have no place of their own.
  if ("set" in type) return expectList(sent, path).map((item) => inner(type.set, item, path));
  if ("tuple" in type)
    return expectList(sent, path).map((item, index) => inner(type.tuple[index] ?? "dynamic", item, [...path, index]));
  const object = expectObject(sent, path);
  const types =
    "object" in type ? Object.entries(type.object) : Object.keys(object).map((key) => [key, type.map] as const);
  // What has been added to the schema since is absent, and so null.
  return Object.fromEntries(types.map(([name, of]) => [name, inner(of, own(object, name), [...path, name])]));
}

function expectScalar(type: "string" | "bool" | "dynamic", sent: unknown, path: AttributePath): Value {
  if (type === "string" && typeof sent === "string") return sent;
  if (type === "bool" && typeof sent === "boolean") return sent;
  throw mismatch(type, sent, path);
}

function expectNumber(sent: unknown, path: AttributePath): SentNumber {
  if (typeof sent === "number" || typeof sent === "bigint" || typeof sent === "string") return sent;
  throw mismatch("number", sent, path);
}

function tooExact(sent: SentNumber, path: AttributePath): Error {
  const place = path.length === 0 ? "A number" : `"${pathText(path)}"`;
  return failure("Unable to keep a number exactly", `${place} is ${sent}, which has more digits than a double holds.`);
}

function expectList(sent: unknown, path: AttributePath): readonly unknown[] {
  if (Array.isArray(sent)) return sent;
  throw mismatch("list", sent, path);
}

function expectObject(sent: unknown, path: AttributePath): object {
  if (typeof sent === "object" && sent !== null && !Array.isArray(sent)) return sent;
  throw mismatch("object", sent, path);
}

/** The value itself may be a secret, so only its kind is told. */
export function mismatch(expected: string, sent: unknown, path: AttributePath): WireError {
  return new WireError(path, `expected a ${expected}, got a ${Array.isArray(sent) ? "list" : typeof sent}`);
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : null;
}
