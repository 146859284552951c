/** One command of a line, and how the one before has to have ended for it to run. */
export interface Part {
  readonly after: "anything" | "success" | "failure";
  readonly words: readonly string[];
}

/** A line of a script as iPXE takes it apart. */
export interface Line {
  readonly label: string | undefined;
  readonly parts: readonly Part[];
}

const JOINS: ReadonlyMap<string, Part["after"]> = new Map([
  ["||", "failure"],
  ["&&", "success"],
  [";", "anything"],
]);

/**
 * Takes a script apart by the rules of iPXE's interpreter: a `\` at the end of a line joins it with the next, white
 * space separates words whatever else stands there, a word that begins with `#` begins a comment, and the words `||`,
 * `&&` and `;` separate commands.
 */
export function readLines(script: string): readonly Line[] {
  const lines = script.replace(/\\\r?\n/g, "").split(/\r?\n/);
  if (lines.shift() !== "#!ipxe") throw new Error("this is not a script");
  return lines.flatMap((line): readonly Line[] => {
    const words = line.split(/[ \f\n\r\t\v]+/).filter((word) => word !== "");
    const comment = words.findIndex((word) => word.startsWith("#"));
    const [first, ...rest] = comment < 0 ? words : words.slice(0, comment);
    if (first === undefined) return [];
    return first.startsWith(":")
      ? [{ label: first.slice(1), parts: partsOf(rest) }]
      : [{ label: undefined, parts: partsOf([first, ...rest]) }];
  });
}

function partsOf(words: readonly string[]): readonly Part[] {
  const parts: { after: Part["after"]; words: string[] }[] = [{ after: "anything", words: [] }];
  for (const word of words) {
    const after = JOINS.get(word);
    if (after === undefined) parts.at(-1)?.words.push(word);
    else parts.push({ after, words: [] });
  }
  return parts;
}

/** Options of a command and what follows them: its first word that is none, or `--`, ends them. */
export function readOptions(
  words: readonly string[],
  flags: readonly string[],
): { readonly options: Readonly<Record<string, string | true>>; readonly operands: readonly string[] } {
  const options: Record<string, string | true> = {};
  let index = 0;
  for (; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "--") return { options, operands: words.slice(index + 1) };
    if (!word.startsWith("-")) break;
    const name = word.replace(/^--/, "");
    if (flags.includes(name)) {
      options[name] = true;
    } else {
      index += 1;
      options[name] = words[index] ?? "";
    }
  }
  return { options, operands: words.slice(index) };
}
