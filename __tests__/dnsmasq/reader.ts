/** A line of dnsmasq's configuration, as dnsmasq(8) says that it is read. */
export interface Directive {
  readonly keyword: string;
  /** What stands between commas; a comma in quotes is none. Undefined where there is no `=`. */
  readonly fields: readonly string[] | undefined;
}

/** The longest line that dnsmasq reads as one, its end not counted. */
const LONGEST_LINE = 1023;

/** Stands for a character that quotes have taken the meaning from, by its place in the text. */
interface Character {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Reads a configuration by the manual's rules: a `#` after white space begins a comment, quotes take the meaning from
 * what is within, and within them `\` goes before a quote or another `\`.
 *
 * @throws Error for what dnsmasq would not take as one line
 */
export function readDirectives(text: string): readonly Directive[] {
  return text.split("\n").flatMap((line) => {
    if (Buffer.byteLength(line) > LONGEST_LINE) throw new Error("a line is too long");
    const characters = trimmed(charactersOf(line));
    return characters.length === 0 ? [] : [directiveOf(characters)];
  });
}

function charactersOf(line: string): readonly Character[] {
  const found: Character[] = [];
  let quoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const text = line.charAt(index);
    if (text === '"') {
      quoted = !quoted;
    } else if (quoted && text === "\\") {
      index += 1;
      const next = line.charAt(index);
      const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", e: "\u001b", b: "\b", r: "\r" };
      found.push({ text: escapes[next] ?? next, quoted });
    } else if (!quoted && text === "#" && isBlank(found.at(-1) ?? { text: " ", quoted: false })) {
      return found;
    } else {
      found.push({ text, quoted });
    }
  }
  if (quoted) throw new Error("a quote is missing");
  return found;
}

function directiveOf(characters: readonly Character[]): Directive {
  const equals = characters.findIndex(({ text, quoted }) => text === "=" && !quoted);
  const keyword = textOf(trimmed(equals < 0 ? characters : characters.slice(0, equals)));
  return { keyword, fields: equals < 0 ? undefined : fieldsOf(characters.slice(equals + 1)) };
}

function fieldsOf(characters: readonly Character[]): readonly string[] {
  const fields: Character[][] = [[]];
  for (const character of characters) {
    if (character.text === "," && !character.quoted) fields.push([]);
    else fields.at(-1)?.push(character);
  }
  return fields.map((field) => textOf(trimmed(field)));
}

function trimmed(characters: readonly Character[]): readonly Character[] {
  const first = characters.findIndex((character) => !isBlank(character));
  const last = characters.findLastIndex((character) => !isBlank(character));
  return first < 0 ? [] : characters.slice(first, last + 1);
}

function isBlank({ text, quoted }: Character): boolean {
  return !quoted && /[\t\v\f\r ]/.test(text);
}

function textOf(characters: readonly Character[]): string {
  return characters.map(({ text }) => text).join("");
}
