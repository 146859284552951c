import { checkScalar } from "./check-scalar";
import type { Parameter } from "./parameter";
import { parseProperties } from "./property-string";

/** Says what is wrong with a value, if anything. */
export function checkValue(parameter: Parameter, value: string): string | undefined {
  const problem = checkScalar(parameter, value);
  if (problem !== undefined || typeof parameter.format !== "object") {
    return problem;
  }
  const parsed = parseProperties(parameter.format, value);
  return parsed.kind === "parsed" ? undefined : `invalid format - format error; ${parsed.problems.join("; ")}`;
}
