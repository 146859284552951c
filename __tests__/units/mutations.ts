import fc from "fast-check";
import { isLate } from "../../lib/values/late";
import { isReference } from "../../lib/units/reference";
import type { Unit } from "../../lib/units/schema";
import { hostile } from "./hostile";
import type { OneDirective } from "./samples/one-each";

/** A text somewhere in a unit, that another can be put in the place of. */
export interface Leaf extends OneDirective {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Every text within the directive that each unit is about. Units that are named are left as they are. */
export function leavesOf(each: OneDirective): readonly Leaf[] {
  const path = [each.section, each.directive];
  return textsIn(at(each.unit, path), path).map((found) => ({ ...each, ...found }));
}

function textsIn(value: unknown, path: Leaf["path"]): readonly Pick<Leaf, "path" | "text">[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null || isLate(value) || isReference(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    textsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A leaf, and a hostile text for its place: alone, or within the text that stands there. */
export function hostileLeaf(leaves: readonly Leaf[]): fc.Arbitrary<readonly [Leaf, string]> {
  return fc.tuple(fc.constantFrom(...leaves), hostile, fc.option(fc.nat({ max: 100 }))).map(([leaf, text, place]) => {
    if (place === null) return [leaf, text];
    const at = Math.round((leaf.text.length * place) / 100);
    return [leaf, `${leaf.text.slice(0, at)}${text}${leaf.text.slice(at)}`];
  });
}

/** The unit with another text in a leaf's place. */
export function withText({ unit, path }: Leaf, text: unknown): Unit {
  return put(unit, path, text) as Unit;
}

export function put(value: unknown, [step, ...rest]: readonly (string | number)[], item: unknown): unknown {
  if (step === undefined) return item;
  if (Array.isArray(value)) return value.map((old: unknown, index) => (index === step ? put(old, rest, item) : old));
  return { ...(value as object), [step]: put((value as Readonly<Record<string, unknown>>)[step], rest, item) };
}

function at(value: unknown, path: Leaf["path"]): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Readonly<Record<string | number, unknown>>)[step], value);
}
