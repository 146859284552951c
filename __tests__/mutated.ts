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

/** What one format or another has for its own; the worst are there more than once, so that they come more often. */
const WORST = ["\n", "\\", ",", '"', "#", " #", " || ", "${a}"];
const OTHERS = [
  ...["\r", "\t", "\u0000", "\u2028", "\\\n", "'", ";", "$", "%", " ", "  ", "é", "=", ":", "!", "*", "-", "--"],
  ...["/", "..", "|", "||", "&&", " && ", " ; ", "tag:", "set:", "{", "}", "a", "0"],
];
const PIECES = [...WORST, ...WORST, ...WORST, ...OTHERS];

/** Replaces one text of a value, at any depth, by another, or puts something into it. */
export function mutated<T>(values: fc.Arbitrary<T>, { texts, except = [] }: How): fc.Arbitrary<Mutant<T>> {
  const changes = fc.oneof(
    { weight: 1, arbitrary: texts.map((text) => () => text) },
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constantFrom(...PIECES), fc.nat()).map(([piece, place]) => inserted(piece, place)),
    },
  );
  return fc.tuple(values, fc.nat(), changes).map(([original, choice, change]) => {
    const places = textsOf(original, []).filter(({ path }) => !except.includes(String(path.at(-1))));
    const { path, text: before } = places[choice % places.length] ?? { path: [], text: "" };
    const text = change(before);
    return { original, value: replaced(original, path, text) as T, path, text };
  });
}

/** Every other time at the end, where much is cut off or goes on. */
function inserted(piece: string, place: number): (text: string) => string {
  return (text) => {
    const at = place % 2 === 0 ? text.length : (place >> 1) % (text.length + 1);
    return `${text.slice(0, at)}${piece}${text.slice(at)}`;
  };
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

function textsOf(value: unknown, path: readonly (string | number)[]): readonly Place[] {
  if (typeof value === "string") return [{ path, text: value }];
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
