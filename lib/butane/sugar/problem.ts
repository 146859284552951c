import type { Path, Problem } from "../../values/config-error";

/** What a problem has besides its code, place and sentence. */
type Rest = Pick<Problem, "got" | "allowed" | "fix">;

export function error(rule: string, path: Path, what: string, rest: Rest): Problem {
  return { code: `butane/${rule}`, severity: "error", path, what, ...rest };
}

export function warning(rule: string, path: Path, what: string, rest: Rest): Problem {
  return { code: `butane/${rule}`, severity: "warning", path, what, ...rest };
}
