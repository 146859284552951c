/** Colours of a terminal, or none. */
export interface Style {
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly bold: Paint;
  readonly dim: Paint;
}

type Paint = (text: string) => string;

export function styleOf({ isColored }: { readonly isColored: boolean }): Style {
  const paint =
    (code: number): Paint =>
    (text) =>
      isColored && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { red: paint(31), green: paint(32), yellow: paint(33), bold: paint(1), dim: paint(2) };
}

/** `1 error`, `2 errors`, `no errors`. */
export function counted(count: number, noun: string): string {
  return `${count === 0 ? "no" : count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `12,345 bytes`. */
export function byteCount(bytes: number): string {
  return `${String(bytes).replace(/\B(?=(\d{3})+$)/g, ",")} ${bytes === 1 ? "byte" : "bytes"}`;
}

/**
 * Lays rows out in columns as wide as their widest cell, without spaces at the end. The last cell of a row makes no
 * column wider.
 */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const printed = rows.map((row) => row.map(printable));
  const count = Math.max(0, ...printed.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...printed.map((row) => (column < row.length - 1 ? [...(row[column] ?? "")].length : 0))),
  );
  return printed.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length)))
      .join("  ")
      .trimEnd(),
  );
}

/** Text as it may be sent to a terminal: what would move its cursor or turn its text round is spelled out. */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
