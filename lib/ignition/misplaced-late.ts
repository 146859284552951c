import type { Path, Problem } from "../values/config-error";
import { isLate } from "../values/late";
import { error } from "./together/entries";

/**
 * Problems of a schema, of which those at or within a late value become one that says what is wrong with it: single
 * texts, numbers and flags may come late, but nothing can be merged with a list that is not known, or looked up in it.
 */
export function misplacedLate(problems: readonly Problem[], config: unknown): readonly Problem[] {
  const told = new Set<string>();
  return problems.flatMap((problem) => {
    const place = lateAt(config, problem.path);
    if (place === undefined) return [problem];
    const key = JSON.stringify(place);
    if (told.has(key)) return [];
    told.add(key);
    return [misplaced(place)];
  });
}

function misplaced(path: Path): Problem {
  return error("misplaced-late", path, "this cannot come late: it is no single text, number or flag", {
    allowed: "late values within it",
    fix: "give it here, and only what it holds as late values",
  });
}

/** The first step of a path at which something late stands. */
function lateAt(root: unknown, path: Path): Path | undefined {
  let value = root;
  for (let depth = 0; depth <= path.length; depth += 1) {
    if (isLate(value)) return path.slice(0, depth);
    const step = path[depth];
    if (step === undefined || typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return undefined;
}
