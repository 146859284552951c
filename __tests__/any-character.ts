import fc from "fast-check";

/** Where the surrogates begin, which are no characters, and how many they are. */
const SURROGATES = 0xd800;
const SURROGATE_COUNT = 0x800;
const LAST = 0x10ffff;

/**
 * Any character of Unicode, as a unit of texts.
 *
 * What `unit: "binary"` gives, which first puts a million characters into a table: most of a second in every file.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat(LAST - SURROGATE_COUNT).map(characterAt, indexOf);

function characterAt(index: number): string {
  return String.fromCodePoint(index < SURROGATES ? index : index + SURROGATE_COUNT);
}

/** Tells fast-check which texts it could have made; of the others it takes none for an example. */
function indexOf(value: unknown): number {
  const point = typeof value === "string" ? value.codePointAt(0) : undefined;
  const index = point === undefined || point < SURROGATES ? point : point - SURROGATE_COUNT;
  if (index === undefined || characterAt(index) !== value) throw new Error("no character");
  return index;
}
