import { ConfigError, type Path, type Problem } from "../values/config-error";

/** The error of a single violation of `coreos/<rule>`. */
export function refusal(
  rule: string,
  path: Path,
  problem: Pick<Problem, "what" | "got" | "allowed" | "fix">,
): ConfigError {
  return new ConfigError([{ code: `coreos/${rule}`, severity: "error", path, ...problem }]);
}
