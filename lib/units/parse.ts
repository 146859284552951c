import type { Path, Problem } from "../values/config-error";

/** One line of a unit file: a directive and what stands right of its first `=`, nothing unquoted or unescaped. */
export interface UnitLine {
  readonly key: string;
  readonly value: string;
}

/** A section of a unit file, with its lines in their order. */
export interface UnitSection {
  readonly name: string;
  readonly lines: readonly UnitLine[];
}

/** A unit file as systemd splits it, before anything is known of directives. */
export interface UnitFile {
  readonly sections: readonly UnitSection[];
}

/** What {@link parseUnitFile} reads. */
export interface ParsedUnitFile {
  readonly file: UnitFile;
  /** Lines that are neither a section, a directive nor a comment; systemd leaves such lines out. */
  readonly problems: readonly Problem[];
}

/**
 * Takes a unit file apart, by the rules of systemd.syntax(7): comments and empty lines go, lines that end in a backslash
 * go on in the next with a blank between, blanks around keys and values do not count. Sections of one name stay apart.
 */
export function parseUnitFile(text: string): ParsedUnitFile {
  const sections: { name: string; lines: UnitLine[] }[] = [];
  const problems: Problem[] = [];
  for (const { line, number } of logicalLines(text)) {
    const header = /^\[([^\]]+)\]$/.exec(line)?.[1];
    const directive = /^([^=\s][^=]*?)[ \t]*=[ \t]*(.*)$/su.exec(line);
    const current = sections.at(-1);
    if (header !== undefined) sections.push({ name: header, lines: [] });
    else if (directive !== null && current !== undefined)
      current.lines.push({ key: directive[1] ?? "", value: directive[2] ?? "" });
    else problems.push(strangeLine(["lines", number], current === undefined));
  }
  return { file: { sections }, problems };
}

/** Writes a unit file: a blank line between sections, nothing else that the sections do not hold. */
export function writeUnitFile({ sections }: UnitFile): string {
  return sections
    .map(({ name, lines }) => `[${name}]\n${lines.map(({ key, value }) => `${key}=${value}\n`).join("")}`)
    .join("\n");
}

interface LogicalLine {
  readonly line: string;
  /** Of its first line in the file, from 1 on. */
  readonly number: number;
}

function logicalLines(text: string): readonly LogicalLine[] {
  const found: LogicalLine[] = [];
  let begun: LogicalLine | undefined;
  for (const [index, raw] of text.split(/[\n\r\0]/).entries()) {
    const trimmed = raw.replace(/^[ \t]+/, "");
    // Within a line that goes on, comments and empty lines are left out, and the line goes on after them.
    if (trimmed === "" || /^[#;]/.test(trimmed)) continue;
    const goesOn = /(?:^|[^\\])(?:\\\\)*\\$/.test(trimmed);
    const part = goesOn ? trimmed.slice(0, -1) : trimmed;
    const line = { line: begun === undefined ? part : `${begun.line} ${part}`, number: begun?.number ?? index + 1 };
    begun = goesOn ? line : undefined;
    if (begun === undefined) found.push(line);
  }
  return [...found, ...(begun === undefined ? [] : [begun])]
    .map(({ line, number }) => ({ line: line.replace(/^[ \t]+|[ \t]+$/g, ""), number }))
    .filter(({ line }) => line !== "");
}

/** The line itself is not shown: it may hold a secret. */
function strangeLine(path: Path, outside: boolean): Problem {
  return {
    code: "unit/strange-line",
    severity: "error",
    path,
    what: outside ? "this stands before the first section" : "this is neither a section nor a directive",
    allowed: "`[Section]`, `Directive=value`, or a comment that begins with `#` or `;`",
    fix: "correct the line, or remove it",
  };
}
