import { byteCount, printable, type Style } from "../style";
import type { Difference, FieldDifference } from "./compare";
import type { Run } from "./line-diff";

/** How many lines that are the same are shown around those that are not. */
const AROUND = 3;

const NONE = "(none)";

const SIGN = { added: "+", removed: "-", changed: "~" } as const;

/** Writes differences for people: a heading for each section, an item a line, and below it what is said of it. */
export function writeDifferences(all: readonly Difference[], style: Style, withContents: boolean): string {
  const paint = { added: style.green, removed: style.red, changed: style.yellow } as const;
  const lines: string[] = [];
  let section: string | undefined;
  for (const difference of all) {
    if (difference.section !== section)
      lines.push(...(section === undefined ? [] : [""]), style.bold(difference.section));
    section = difference.section;
    const { key, change, fields } = difference;
    // What stands in no list has no name: only its fields are shown.
    if (key !== "") lines.push(paint[change](printable(`${SIGN[change]} ${key}`)));
    lines.push(
      ...fields
        .flatMap((field) => fieldLines(field, change === "added", style, withContents))
        .map((line) => `    ${line}`),
    );
  }
  return lines.map((line) => `${line}\n`).join("");
}

function fieldLines(field: FieldDifference, isNew: boolean, style: Style, withContents: boolean): readonly string[] {
  const { name, before, after, runs, hidden } = field;
  if (hidden !== undefined) return [`${name}: ${hiddenText(hidden)}`];
  if (runs === undefined) {
    const from = isNew ? "" : `${before === undefined ? NONE : style.red(printable(before))} → `;
    return [`${name}: ${from}${after === undefined ? NONE : style.green(printable(after))}`];
  }
  if (!withContents) return [`${name}: ${countText(runs)}`];
  return [`${name}:`, ...hunks(runs).map((line) => `  ${painted(line, style)}`)];
}

const WHY = { secret: "not shown, it may be a secret", binary: "not text", config: "a config of its own" } as const;

function hiddenText({ why, before, after }: NonNullable<FieldDifference["hidden"]>): string {
  if (before === undefined) return `added (${WHY[why]})`;
  if (after === undefined) return `removed (${WHY[why]})`;
  return why === "secret" ? `changed (${WHY[why]})` : `${byteCount(before)} → ${byteCount(after)} (${WHY[why]})`;
}

function countText(runs: readonly Run[]): string {
  const count = (kind: Run["kind"]): number =>
    runs.reduce((sum, run) => sum + (run.kind === kind ? run.lines.length : 0), 0);
  return `+${count("added")} −${count("removed")} lines`;
}

function painted(line: string, style: Style): string {
  const text = printable(line);
  if (line.startsWith("+")) return style.green(text);
  if (line.startsWith("-")) return style.red(text);
  return line.startsWith("@@") ? style.dim(text) : text;
}

/** Runs as `diff -u` writes them: only what is near a change, with the numbers of the lines. */
export function hunks(runs: readonly Run[]): readonly string[] {
  const numbered = numberLines(runs);
  const changed = numbered.flatMap(({ sign }, index) => (sign === " " ? [] : [index]));
  const written: string[] = [];
  for (let first = 0; first < changed.length;) {
    let last = first;
    while ((changed[last + 1] ?? Infinity) - (changed[last] ?? 0) <= 2 * AROUND) last += 1;
    const start = Math.max(0, (changed[first] ?? 0) - AROUND);
    const hunk = numbered.slice(start, (changed[last] ?? 0) + AROUND + 1);
    written.push(heading(hunk), ...hunk.map(({ sign, line }) => `${sign}${line}`));
    first = last + 1;
  }
  return written;
}

interface Numbered {
  readonly sign: " " | "+" | "-";
  readonly line: string;
  /** How many lines of each text come before it. */
  readonly before: number;
  readonly after: number;
}

function numberLines(runs: readonly Run[]): readonly Numbered[] {
  let before = 0;
  let after = 0;
  return runs.flatMap(({ kind, lines }) =>
    lines.map((line): Numbered => {
      const sign = ({ same: " ", added: "+", removed: "-" } as const)[kind];
      const numbered = { sign, line, before, after };
      if (sign !== "+") before += 1;
      if (sign !== "-") after += 1;
      return numbered;
    }),
  );
}

function heading(hunk: readonly Numbered[]): string {
  const range = (at: number, without: "+" | "-"): string => {
    const count = hunk.filter(({ sign }) => sign !== without).length;
    return `${count === 0 ? at : at + 1},${count}`;
  };
  return `@@ -${range(hunk[0]?.before ?? 0, "+")} +${range(hunk[0]?.after ?? 0, "-")} @@`;
}
