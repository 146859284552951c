import type { Path } from "../../values/config-error";
import { isLate } from "../../values/late";

/** Places in a config, such as `storage.files[].mode`; `[]` stands for each item of a list. */
export type Pattern = readonly string[];

/** A value that stands in such a place. */
export interface Match {
  readonly path: Path;
  readonly item: unknown;
}

/** Takes a pattern apart, once for many uses: `storage.files[].mode` → storage, files, [], mode. */
export function patternOf(text: string): Pattern {
  return text.replaceAll("[]", ".[]").split(".");
}

/** The values at all places of a pattern. What is not there, or undefined, is passed over, and so is all of another shape. */
export function matches(root: unknown, pattern: Pattern): readonly Match[] {
  const found: Match[] = [];
  collect(root, pattern, 0, [], found);
  return found;
}

/** @param from the step of the pattern that comes next */
function collect(value: unknown, pattern: Pattern, from: number, path: Path, found: Match[]): void {
  if (value === undefined) return;
  const step = pattern[from];
  if (step === undefined) {
    found.push({ path, item: value });
  } else if (step === "[]") {
    if (!Array.isArray(value)) return;
    for (let index = 0; index < value.length; index += 1) {
      collect(value[index], pattern, from + 1, [...path, index], found);
    }
  } else if (typeof value === "object" && value !== null && !isLate(value) && Object.hasOwn(value, step)) {
    collect((value as Readonly<Record<string, unknown>>)[step], pattern, from + 1, [...path, step], found);
  }
}
