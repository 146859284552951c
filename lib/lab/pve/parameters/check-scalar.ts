import { formats } from "./formats";
import type { Parameter } from "./parameter";

const booleans: Readonly<Record<string, 0 | 1>> = { 1: 1, on: 1, yes: 1, true: 1, 0: 0, off: 0, no: 0, false: 0 };

/** Says what is wrong with a value that is no list of keys, if anything. */
export function checkScalar(parameter: Parameter, value: string): string | undefined {
  return checkType(parameter, value) ?? checkRange(parameter, value) ?? checkText(parameter, value);
}

/** The value as JSON carries it: whole numbers and booleans are numbers, everything else is text. */
export function typedValue(parameter: Parameter, value: string): string | number {
  switch (parameter.type) {
    case "boolean":
      return booleans[value.toLowerCase()] ?? 0;
    case "integer":
    case "number":
      return Number(value);
    case "string":
      return value;
  }
}

function checkType({ type }: Parameter, value: string): string | undefined {
  const valid = {
    string: () => true,
    boolean: () => Object.hasOwn(booleans, value.toLowerCase()),
    integer: () => /^[+-]?\d+$/.test(value),
    number: () => /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value),
  }[type]();
  return valid ? undefined : `type check ('${type}') failed - got '${value}'`;
}

function checkRange({ type, minimum, maximum }: Parameter, value: string): string | undefined {
  if (type !== "integer" && type !== "number") {
    return undefined;
  }
  if (minimum !== undefined && Number(value) < minimum) {
    return `value must have a minimum value of ${minimum}`;
  }
  return maximum !== undefined && Number(value) > maximum ? `value must have a maximum value of ${maximum}` : undefined;
}

function checkText(parameter: Parameter, value: string): string | undefined {
  const { minLength, maxLength, pattern, format } = parameter;
  if (maxLength !== undefined && value.length > maxLength) {
    return `value may only be ${maxLength} characters long`;
  }
  if (minLength !== undefined && value.length < minLength) {
    return `value must be at least ${minLength} characters long`;
  }
  if (parameter.enum !== undefined && !parameter.enum.includes(value)) {
    return `value '${value}' does not have a value in the enumeration '${parameter.enum.join(", ")}'`;
  }
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
    return "value does not match the regex pattern";
  }
  if (typeof format !== "string") {
    return undefined;
  }
  const problem = formats[format](value);
  return problem === undefined ? undefined : `invalid format - ${problem}`;
}
