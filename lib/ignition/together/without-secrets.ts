import type { Path, Problem } from "../../values/config-error";
import { valueAt } from "./entries";
import { secretIn } from "./secret-patterns";

/** Keys below which any value may be a secret. */
const SECRET_KEYS = ["passwordHash", "httpHeaders", "keyFile", "base64", "custom"];

/** Takes the value found out of each problem that stands at a secret, or at what looks like one. */
export function withoutSecrets(problems: readonly Problem[], config: unknown): readonly Problem[] {
  return problems.map((problem) => {
    if (problem.got === undefined || !isSecret(problem.path, valueAt(config, ...problem.path), problem.got)) {
      return problem;
    }
    return Object.fromEntries(Object.entries(problem).filter(([key]) => key !== "got")) as unknown as Problem;
  });
}

function isSecret(path: Path, value: unknown, got: string): boolean {
  const texts = [got, ...(typeof value === "string" ? [value] : [])];
  const named = path.at(-1) !== "name" && path.some((step) => SECRET_KEYS.includes(String(step)));
  return named || texts.some((text) => secretIn(text) !== undefined);
}
