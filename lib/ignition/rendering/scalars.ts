import type { MaybeLate, Text } from "../../values/late";

/** A text in one piece. Nothing in it is late any more. */
export function text(value: Text | undefined): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join("") : (value as string);
}

/** A value that says no more than its absence, but for a config that is merged into another. */
export class Default {
  constructor(readonly value: unknown) {}
}

/** A value, marked where it is the default. */
export function unless<T>(normal: T, value: MaybeLate<T> | undefined): MaybeLate<T> | Default | undefined {
  return value === normal ? new Default(value) : value;
}

/** A list in the order of a key, by code units, so that it is the same everywhere. */
export function sorted<T extends object>(list: readonly T[] | undefined, key: string): readonly T[] | undefined {
  const keyOf = (item: T): string => String((item as Readonly<Record<string, unknown>>)[key]);
  return list?.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
}

/** Texts in an order of their own. */
export function sortedTexts<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list?.toSorted((a, b) => compare(String(a), String(b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
