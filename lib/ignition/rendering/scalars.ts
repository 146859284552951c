import type { MaybeLate, Text } from "../../values/late";

/** A text in one piece. Nothing in it is late any more. */
export function text(value: Text | undefined): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join("") : (value as string);
}

/** A value, left out where it is the default. */
export function unless<T>(normal: T, value: MaybeLate<T> | undefined): MaybeLate<T> | undefined {
  return value === normal ? undefined : value;
}

/** A list in the order of a key, by code units, so that it is the same everywhere. */
export function sorted<K extends string, T extends Readonly<Record<K, unknown>>>(
  list: readonly T[] | undefined,
  key: K,
): readonly T[] | undefined {
  return list?.toSorted((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1));
}
