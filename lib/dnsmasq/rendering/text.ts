/** A value as it is written. Nothing is late any more where this is called. */
export function text(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join("") : String(value);
}

/** Lines of a file, each with its end. */
export function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
