import { parameterError } from "../api-error";
import { typedValue } from "./check-scalar";
import { checkValue } from "./check-value";
import { declaration } from "./parameter";
import type { Parameters } from "./parameter";
import { Values } from "./values";

/** Checks what was given against what a call declares; refuses with every problem at once. */
export function checkParameters(declared: Parameters, given: ReadonlyMap<string, string>): Values {
  const problems: Record<string, string> = {};
  const values = new Map<string, string | number>();
  for (const [name, text] of given) {
    const parameter = declaration(declared, name);
    if (parameter === undefined) {
      problems[name] = "property is not defined in schema and the schema does not allow additional properties";
      continue;
    }
    const problem = checkValue(parameter, text);
    if (problem !== undefined) {
      problems[name] = problem;
    } else if (parameter.requires !== undefined && !given.has(parameter.requires)) {
      problems[parameter.requires] = `missing property - '${name}' requires this property`;
    }
    values.set(name, typedValue(parameter, text));
  }
  for (const [name, parameter] of Object.entries(declared)) {
    if (parameter.optional !== true && !given.has(name)) {
      problems[name] = "property is missing and it is not optional";
    }
  }
  if (Object.keys(problems).length > 0) {
    throw parameterError(problems);
  }
  return new Values(values);
}
