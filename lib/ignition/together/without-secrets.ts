import type { Problem } from "../../values/config-error";
import { valueAt } from "./entries";
import { secretIn } from "./secret-patterns";

/** Keys below which any value may be a secret. */
const SECRET_KEYS = ["passwordHash", "httpHeaders", "keyFile", "base64", "custom"];

/** Takes the value found out of each problem that stands at a secret, or at what looks like one. */
export function withoutSecrets(problems: readonly Problem[], config: unknown): readonly Problem[] {
  return problems.map((problem) => {
    if (problem.got === undefined || !isSecret(problem, problem.got, valueAt(config, ...problem.path))) return problem;
    return Object.fromEntries(Object.entries(problem).filter(([key]) => key !== "got")) as unknown as Problem;
  });
}

/** A text where none belongs, such as a list, may be anything; numbers and switches in quotes are no secrets. */
const HARMLESS = /^(?:[\d.+-]{0,12}|true|false|yes|no)$/;

function isSecret({ code, path }: Problem, got: string, value: unknown): boolean {
  const isNamed = path.at(-1) !== "name" && path.some((step) => SECRET_KEYS.includes(String(step)));
  const isStray = code === "ignition/invalid-type" && typeof value === "string" && !HARMLESS.test(value);
  const texts = [got, ...(typeof value === "string" ? [value] : [])];
  return isNamed || isStray || texts.some((text) => secretIn(text) !== undefined);
}
