/** A part of the picture. One without rows is left out. */
export interface Section {
  readonly title: string;

  /** Its name in JSON. */
  readonly key: string;

  /** What is shown, as plain data. */
  readonly data: unknown;

  /** What is drawn, in columns. */
  readonly rows: readonly (readonly string[])[];
}

/** Facts that there are, one after another. */
export function facts(...all: readonly (string | false | undefined)[]): string {
  return all.filter((fact) => fact !== undefined && fact !== false && fact !== "").join(" · ");
}

/** A value that may have been left out, as a key of an object or none. */
export function given<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: V };
}

/** A scalar as text. Nothing that was read from a file is late. */
export function textOrNone(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join("") : String(value);
}
