import { formatProblem, type Problem } from "../../values/config-error";
import type { Output } from "./io";
import { counted, type Style } from "./style";

/** Writes problems as users see them, each followed by an empty line. */
export function reportProblems(problems: readonly Problem[], out: Output, style: Style): void {
  for (const problem of problems) {
    const [first = "", ...rest] = formatProblem(problem).split("\n");
    const severity = problem.severity === "error" ? style.red("error") : style.yellow("warning");
    out.write([`${severity} ${style.bold(first)}`, ...rest, "", ""].join("\n"));
  }
}

/** `1 error, 2 warnings`. */
export function tally(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return `${counted(errors, "error")}, ${counted(problems.length - errors, "warning")}`;
}
