import { ConfigError, type Path, type Problem } from "./config-error";
import { hasLate, isLate } from "./late";

/** Refuses to render a document in which a value is still late: text with a hole in it is never written. */
export function refuseLate(document: unknown, module: string): void {
  // Paths are made only where there is something to say.
  if (!hasLate(document)) return;
  const problems = latePaths(document, []).map((path): Problem => ({
    code: `${module}/late-value`,
    severity: "error",
    path,
    what: "this value is not known yet, so the document cannot be rendered",
    fix: "let the provider render the document, or give the value itself",
  }));
  throw new ConfigError(problems);
}

function latePaths(value: unknown, path: Path): readonly Path[] {
  if (isLate(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => latePaths(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => latePaths(item, [...path, key]));
}
