import { pathText } from "../framework/check-config";
import { ExactNumber, failure, type AttributePath, type Value, type ValueObject } from "../framework/values";
import { own, setOwn } from "./own";
import { exactText, numberFromWire } from "./number";
import { fieldsOf, WireError, type ObjectType, type Place, type WireType } from "./type";

/** Reads what stands inside a value, by the type that it has there. */
export type Decode = (type: WireType, sent: unknown, path: Place) => Value;

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
export function decodeShape(type: WireType, sent: unknown, path: Place, inner: Decode, number: ReadNumber): Value {
  if (type === "number") return number(expectNumber(sent, path), path);
  if (typeof type === "string") return expectScalar(type, sent, path);
  if ("object" in type) return decodeObject(type, expectObject(sent, path), path, inner);
  if ("map" in type) return decodeMap(type.map, expectObject(sent, path), path, inner);
  const items = expectList(sent, path);
  // Elements of a set have no place of their own.
  if ("set" in type) return items.map((item) => inner(type.set, item, path));
  return items.map((item, index) => {
    path.push(index);
    const value = inner("list" in type ? type.list : (type.tuple[index] ?? "dynamic"), item, path);
    path.pop();
    return value;
  });
}

function decodeObject(type: ObjectType, sent: object, path: Place, inner: Decode): ValueObject {
  const object: Record<string, Value> = {};
  for (const field of fieldsOf(type)) {
    path.push(field.name);
    // What has been added to the schema since is absent, and so null.
    setOwn(object, field.name, inner(field.type, own(sent, field.name), path));
    path.pop();
  }
  return object;
}

function decodeMap(type: WireType, sent: object, path: Place, inner: Decode): ValueObject {
  // Any text may be a key, that of an object's prototype too.
  return Object.fromEntries(
    Object.entries(sent).map(([key, item]): [string, Value] => {
      path.push(key);
      const value = inner(type, item, path);
      path.pop();
      return [key, value];
    }),
  );
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
