import fc from "fast-check";
import { equal } from "../../../lib/provider/framework/equal";
import { UNKNOWN, type Value } from "../../../lib/provider/framework/values";
import { isList, isObject } from "../../../lib/provider/framework/walk";
import { anyNumber } from "../../../lib/provider/wire/shape";
import type { WireType } from "../../../lib/provider/wire/type";

/** Text as OpenTofu has it, which is normalised. */
export const text = fc
  .oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("__proto__", "constructor", "e\u0301", "\u212B"))
  .map((any) => any.normalize("NFC"));

/** Any type but `dynamic`. */
export const types = fc.letrec<{ type: WireType }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<WireType[]>("string", "number", "bool"),
    tie("type").map((list): WireType => ({ list })),
    tie("type").map((set): WireType => ({ set })),
    tie("type").map((map): WireType => ({ map })),
    fc.array(tie("type"), { maxLength: 3 }).map((tuple): WireType => ({ tuple })),
    dictionary(tie("type")).map((object): WireType => ({ object })),
  ),
})).type;

export const double = fc
  .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger())
  .map((any) => any + 0);

/** Numbers that a double holds and others. */
const anySize = fc.oneof(
  double,
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).map((any) => anyNumber(any, [])),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: -60, max: 20 }))
    .map(([digits, exponent]) => anyNumber(`${digits}e${exponent}`, [])),
);

export interface Wanted {
  /** Nothing is unknown. */
  readonly known?: boolean;
  /** Numbers are of any precision. */
  readonly exact?: boolean;
}

/** Values of a type. Where it is `dynamic`, text. */
export function valueOf(type: WireType, wanted: Wanted = {}): fc.Arbitrary<Value> {
  const odd: Value[] = wanted.known === true ? [null] : [null, UNKNOWN];
  return fc.oneof(
    { weight: 6, arbitrary: someOf(type, wanted) },
    { weight: odd.length, arbitrary: fc.constantFrom(...odd) },
  );
}

function someOf(type: WireType, wanted: Wanted): fc.Arbitrary<Value> {
  if (type === "string" || type === "dynamic") return text;
  if (type === "number") return numberOf(wanted);
  if (type === "bool") return fc.boolean();
  if ("list" in type) return fc.array(valueOf(type.list, wanted), { maxLength: 4 });
  // What is not known of an element of a set may make two of them one, or not.
  if ("set" in type) return fc.array(valueOf(type.set, { ...wanted, known: true }), { maxLength: 4 });
  if ("map" in type) return dictionary(valueOf(type.map, wanted));
  if ("tuple" in type) return fc.tuple(...type.tuple.map((item) => valueOf(item, wanted)));
  const names = Object.keys(type.object);
  return fc
    .tuple(...Object.values(type.object).map((inner) => valueOf(inner, wanted)))
    .map((values) => Object.fromEntries(names.map((name, index) => [name, values[index] ?? null])));
}

function numberOf({ known, exact }: Wanted): fc.Arbitrary<Value> {
  if (exact === true) return anySize;
  // JSON.stringify, unlike OpenTofu, writes large integers with zeros for the digits that a double does not have.
  return known === true ? double.filter((any) => !Number.isInteger(any) || Number.isSafeInteger(any)) : double;
}

function dictionary<T>(values: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc
    .uniqueArray(fc.tuple(text, values), { maxLength: 4, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries));
}

/** A type with a value of it. */
export const typed = (wanted: Wanted = {}): fc.Arbitrary<[WireType, Value]> =>
  types.chain((type) => fc.tuple(fc.constant(type), valueOf(type, wanted)));

/** Whether two values of a type mean the same: elements of sets have no order, and count once. */
export function same(type: WireType, a: Value, b: Value): boolean {
  if (typeof type === "string") return equal(a, b);
  if (isList(a) && isList(b)) {
    if ("set" in type) return within(type.set, a, b) && within(type.set, b, a);
    const inner = (index: number): WireType =>
      "list" in type ? type.list : "tuple" in type ? (type.tuple[index] ?? "dynamic") : "dynamic";
    return a.length === b.length && a.every((item, index) => same(inner(index), item, b[index] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return equal(a, b);
  const inner = (name: string): WireType =>
    "map" in type ? type.map : "object" in type ? (type.object[name] ?? "dynamic") : "dynamic";
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(inner(name), a[name] ?? null, b[name] ?? null))
  );
}

const within = (type: WireType, some: readonly Value[], all: readonly Value[]): boolean =>
  some.every((item) => all.some((other) => same(type, item, other)));
