import fc from "fast-check";

/** A value with one of its texts replaced, and where. */
export interface Mutant<T> {
  readonly original: T;
  readonly value: T;
  readonly path: readonly (string | number)[];
  readonly text: string;
}

interface How {
  /** What is put in the place of a text. */
  readonly texts: fc.Arbitrary<string>;
  /** Keys whose values are left alone. */
  readonly except?: readonly string[];
}

/** Replaces one text of a value, at any depth, by another. */
export function mutated<T>(values: fc.Arbitrary<T>, { texts, except = [] }: How): fc.Arbitrary<Mutant<T>> {
  return fc.tuple(values, fc.nat(), texts).map(([original, choice, text]) => {
    const places = textsOf(original, []).filter((path) => !except.includes(String(path.at(-1))));
    const path = places[choice % places.length] ?? [];
    return { original, value: replaced(original, path, text) as T, path, text };
  });
}

function textsOf(value: unknown, path: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
  if (typeof value === "string") return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, [...path, key]));
}

function replaced(value: unknown, path: readonly (string | number)[], text: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return text;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === step ? replaced(item, rest, text) : item));
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [step]: replaced(object[step], rest, text) };
}
