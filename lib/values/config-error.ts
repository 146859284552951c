/** Where in the input a problem stands, from the outside in. */
export type Path = readonly (string | number)[];

/** One thing that is wrong, or that looks wrong, in what a user wrote. */
export interface Problem {
  /** Stable name, `<module>/<rule>`, listed in the docs. */
  readonly code: string;

  /** An error stops the work; a warning is shown and the work goes on. */
  readonly severity: "error" | "warning";

  readonly path: Path;

  /** What is wrong, as a sentence without a full stop. */
  readonly what: string;

  /** The value found, shortened; never a secret. */
  readonly got?: string;

  /** What would have been accepted. */
  readonly allowed?: string;

  /** What to change. */
  readonly fix: string;
}

/** The one error that bad input leads to. It holds every violation found, not only the first. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  /** @param subject what was checked, put before each path, such as `guests/web` */
  constructor(
    readonly problems: readonly Problem[],
    readonly subject = "",
  ) {
    super(problems.map((problem) => formatProblem(problem, subject)).join("\n\n"));
    // The message says it all: Node would print them once more, as objects, where nobody catches the error.
    for (const key of ["problems", "subject"]) Object.defineProperty(this, key, { enumerable: false });
  }
}

/** @throws ConfigError if any problem is an error */
export function refuseErrors(problems: readonly Problem[], subject = ""): void {
  const errors = problems.filter((problem) => problem.severity === "error");
  if (errors.length > 0) throw new ConfigError(errors, subject);
}

/** Writes a problem as users see it, on two to five lines. */
export function formatProblem(problem: Problem, subject = ""): string {
  const place = formatPath(problem.path, subject);
  return [
    place === "" ? problem.code : `${problem.code} at ${place}`,
    `  ${problem.what}`,
    ...(problem.got === undefined ? [] : [`  got: ${problem.got}`]),
    ...(problem.allowed === undefined ? [] : [`  allowed: ${problem.allowed}`]),
    `  fix: ${problem.fix}`,
  ].join("\n");
}

/** `["units", 0, "name"]` below `guests/web` → `guests/web/units[0].name`. */
export function formatPath(path: Path, subject = ""): string {
  const inner = path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");
  return [subject, inner].filter((part) => part !== "").join("/");
}
