import type { Path } from "../../values/config-error";
import { isLate } from "../../values/late";
import { valueAt } from "../together/entries";

/**
 * What tells items of a list apart, of a text, a number, or a list of pieces of a text. Late values are told apart by
 * where they come from, so that the same one twice is the same, and equal to nothing that is known.
 */
export function keyOf(value: unknown): string {
  if (typeof value === "number") return `number ${value}`;
  const pieces = (Array.isArray(value) ? (value as readonly unknown[]) : [value ?? ""]).reduce(joined, []);
  return pieces.every((piece) => typeof piece === "string") ? `text ${pieces.join("")}` : JSON.stringify(pieces);
}

/** What tells items of a list apart by a value in them. A late item is equal to itself only: nothing can be looked up in it. */
export function keyBy(...path: Path): (item: unknown) => string {
  return (item) => (isLate(item) ? `late ${keyOf(item)}` : keyOf(valueAt(item, ...path)));
}

/** Adds a piece of a text: what is known is put together, so that it does not matter how a text was cut. */
function joined(pieces: readonly unknown[], piece: unknown): readonly unknown[] {
  if (piece === "") return pieces;
  if (typeof piece !== "string") return [...pieces, isLate(piece) ? sourceOf(piece.source) : identity(piece)];
  const before = pieces.at(-1);
  return typeof before === "string" ? [...pieces.slice(0, -1), before + piece] : [...pieces, piece];
}

/** The same for equal sources, in whatever order their keys are. */
function sourceOf(source: object): unknown {
  return Object.entries(source)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]: readonly [string, unknown]) => [key, identity(value)]);
}

/** Numbers for objects, which are equal only to themselves. */
const NUMBERS = new WeakMap<object, number>();
let next = 0;

function identity(value: unknown): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return value;
  const number = NUMBERS.get(value) ?? next++;
  NUMBERS.set(value, number);
  return { object: number };
}
