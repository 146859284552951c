/** A unit file, quadlet or keyfile: sections in order, each a list of settings in order. */
export interface UnitFile {
  readonly sections: readonly Section[];
}

export interface Section {
  readonly name: string;
  readonly entries: readonly (readonly [key: string, value: string])[];
}

/** A file of that form is broken. */
export class UnitFileError extends Error {}

/** Reads systemd's form of a unit: `#` and `;` comments, a backslash at the end goes on on the next line. */
export function readUnitFile(text: string): UnitFile {
  const sections: { name: string; entries: [string, string][] }[] = [];
  let pending = "";
  text.split("\n").forEach((raw, index) => {
    if (/^\s*[#;]/.test(raw)) return;
    const line = pending + raw;
    if (line.endsWith("\\")) {
      pending = `${line.slice(0, -1)} `;
      return;
    }
    pending = "";
    if (line.trim() === "") return;
    const header = /^\[([^\]]+)\]\s*$/.exec(line);
    if (header?.[1] !== undefined) {
      sections.push({ name: header[1], entries: [] });
      return;
    }
    const at = line.indexOf("=");
    const section = sections.at(-1);
    if (at <= 0 || section === undefined) throw new UnitFileError(`line ${index + 1}: not "key=value" in a section`);
    section.entries.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
  });
  return { sections };
}

/** All values of a key, in order. An empty value takes back those before it, as systemd has it. */
export function valuesOf(unit: UnitFile, section: string, key: string): string[] {
  let values: string[] = [];
  for (const { name, entries } of unit.sections) {
    if (name !== section) continue;
    for (const [entryKey, value] of entries) {
      if (entryKey === key) values = value === "" ? [] : [...values, value];
    }
  }
  return values;
}

/** The last value of a key. */
export function valueOf(unit: UnitFile, section: string, key: string): string | undefined {
  return valuesOf(unit, section, key).at(-1);
}

/** Names in a list that may be spread over lines, such as `After=a.service b.service`. */
export function wordsOf(unit: UnitFile, section: string, key: string): string[] {
  return valuesOf(unit, section, key).flatMap((value) => value.split(/\s+/));
}

/** Splits a command line or list of assignments as systemd does: blanks separate, quotes join, `%%` is `%`. */
export function splitWords(value: string): string[] {
  const words: string[] = [];
  const pattern = /\s*((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+)/gy;
  for (let match = pattern.exec(value); match !== null; match = pattern.exec(value)) {
    const word = (match[1] ?? "").replace(/"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|\\(.)/g, unquote);
    words.push(word.replaceAll("%%", "%"));
  }
  return words;
}

function unquote(_whole: string, double?: string, single?: string, escaped?: string): string {
  const inner = double ?? single;
  return inner === undefined
    ? escapedCharacter(escaped ?? "")
    : inner.replace(/\\(.)/g, (_match, character: string) => escapedCharacter(character));
}

function escapedCharacter(character: string): string {
  return { n: "\n", t: "\t", s: " " }[character] ?? character;
}

/** The variables of `Environment=` lines. */
export function environmentOf(unit: UnitFile, section: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const word of valuesOf(unit, section, "Environment").flatMap(splitWords)) {
    const at = word.indexOf("=");
    if (at > 0) variables.set(word.slice(0, at), word.slice(at + 1));
  }
  return variables;
}
