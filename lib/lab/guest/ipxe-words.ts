/** Options that take a value, by command; the rest are flags. */
const common = ["name", "n", "timeout", "t"];
const withValue: Readonly<Record<string, readonly string[]>> = {
  choose: ["menu", "m", "default", "d", "timeout", "t"],
  ifconf: ["configurator", "c", "timeout", "t"],
  item: ["menu", "m", "key", "k"],
  prompt: ["key", "k", "timeout", "t"],
  sanboot: ["drive", "d", "filename", "f", "extra", "e"],
};
const longNames: Readonly<Record<string, string>> = { n: "name", t: "timeout", d: "default", k: "key", g: "gap" };

/** Options come first, each with a value or alone; `--` ends them. */
export function parseFlags(
  command: string,
  words: readonly string[],
): [operands: string[], flags: Map<string, string>] {
  const flags = new Map<string, string>();
  const valued = withValue[command] ?? common;
  let index = 0;
  for (; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (!word.startsWith("-")) break;
    if (word === "--") return [words.slice(index + 1), flags];
    const [flag = "", value] = word.replace(/^--?/, "").split("=");
    if (value === undefined && valued.includes(flag)) index += 1;
    const name = command === "sanboot" ? flag : (longNames[flag] ?? flag);
    flags.set(name, value ?? (valued.includes(flag) ? (words[index] ?? "") : ""));
  }
  return [words.slice(index), flags];
}

/** A URI as a script at `base` means it. */
export function resolveUri(uri: string, base: string): string {
  try {
    return new URL(uri, base).toString();
  } catch {
    throw new Error(`${uri}: Invalid argument`);
  }
}
