import { isSetting, type Argument } from "../argument";

/** Called with sound texts only, of which nothing is late any more. */
export function text(value: Argument): string {
  const pieces: readonly unknown[] = Array.isArray(value) ? value : [value];
  return pieces.map((piece) => (isSetting(piece) ? `\${${piece.setting}}` : String(piece))).join("");
}

/** What stands where options may stand: one that looks like an option is told from them by `--`. */
export function operand(value: Argument): string {
  const written = text(value);
  return written.startsWith("-") ? `-- ${written}` : written;
}

/** An argument of the kernel, in quotes where it holds blanks. */
export function kernelText(value: Argument): string {
  const written = text(value);
  // Names of settings have no blanks: what has, was written here.
  if (!written.includes(" ")) return written;
  const equals = written.indexOf("=");
  return `${written.slice(0, equals + 1)}"${written.slice(equals + 1)}"`;
}

/** Options in iPXE's form; one that is undefined or false is left out. */
export function options(all: Readonly<Record<string, string | number | boolean | undefined>>): readonly string[] {
  return Object.entries(all).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name} ${value}`];
  });
}

export function join(...words: readonly (string | readonly string[])[]): string {
  return words
    .flat()
    .filter((word) => word !== "")
    .join(" ");
}

/** iPXE counts time in milliseconds. */
export function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
