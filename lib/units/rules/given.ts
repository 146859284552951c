import type { Path, Problem } from "../../values/config-error";
import { isLate } from "../../values/late";

/** A section as it was given: nothing in it has been checked yet. */
export type Given = Readonly<Record<string, unknown>>;

/** The section of a unit, if it is there and an object. */
export function sectionOf(unit: object, name: string): Given | undefined {
  const value = (unit as Given)[name];
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLate(value)
    ? (value as Given)
    : undefined;
}

/** Whether a directive says anything: an empty list writes no line. */
export function isSet(section: Given, name: string): boolean {
  const value = section[name];
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** How many lines a directive makes, of those that take lists. */
export function countOf(section: Given, name: string): number {
  const value = section[name];
  return Array.isArray(value) ? value.length : 0;
}

/** An error, with what there is to say besides. */
export function error(code: string, path: Path, what: string, fix: string, more: Partial<Problem> = {}): Problem {
  return { code, severity: "error", path, what, ...more, fix };
}

/** What looks wrong, though an image or the machine may make it right. */
export function warning(code: string, path: Path, what: string, fix: string): Problem {
  return { code, severity: "warning", path, what, fix };
}
