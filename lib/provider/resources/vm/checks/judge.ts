import { shorten } from "../../../../values/check";
import type { Path, Problem } from "../../../../values/config-error";
import { UNKNOWN, type Value, type ValueObject } from "../../../framework/values";

/** What is neither null nor unknown nor made of parts. */
export type Known = string | number | boolean;

/** What one value has to be. */
export interface Rule {
  readonly code: string;
  readonly holds: (value: Known) => boolean;
  readonly allowed: string;
}

export type Rules = Readonly<Record<string, Rule>>;

/** Null and unknown are let through: what may be absent the schema says, what is unknown comes again. */
export function judge(rule: Rule, value: Value | undefined, path: Path): readonly Problem[] {
  if (!isKnown(value) || rule.holds(value)) return [];
  return [problem(rule.code, path, "the value is not allowed", value, rule.allowed)];
}

/** Judges each attribute that has a rule; an object that is not there has no problem. */
export function judgeAll(values: ValueObject | undefined, rules: Rules, above: Path): readonly Problem[] {
  if (values === undefined) return [];
  return Object.entries(rules).flatMap(([name, rule]) => judge(rule, values[name], [...above, name]));
}

export function problem(code: string, path: Path, what: string, got: Known, allowed: string): Problem {
  return { code, severity: "error", path, what, got: shorten(got), allowed, fix: "correct the value" };
}

export function matches(code: string, pattern: RegExp, allowed: string): Rule {
  return { code, holds: (value) => pattern.test(String(value)), allowed };
}

export function oneOf(code: string, ...values: readonly string[]): Rule {
  return { code, holds: (value) => values.includes(String(value)), allowed: values.join(", ") };
}

export function whole(code: string, min: number, max: number): Rule {
  return {
    code,
    holds: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
    allowed: `a whole number from ${min} to ${max}`,
  };
}

export function isKnown(value: Value | undefined): value is Known {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

export function isWhollyKnown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return false;
  if (typeof value !== "object" || value === null) return true;
  return (Object.values(value) as readonly Value[]).every(isWhollyKnown);
}

export function objectOf(value: Value | undefined): ValueObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as ValueObject) : undefined;
}

/** The objects of a list, with their places. */
export function objects(value: Value | undefined): readonly (readonly [number, ValueObject])[] {
  return list(value).flatMap((item, index) => {
    const object = objectOf(item);
    return object === undefined ? [] : [[index, object] as const];
  });
}

/** The known values of a list, with their places. */
export function scalars(value: Value | undefined): readonly (readonly [number, Known])[] {
  return list(value).flatMap((item, index) => (isKnown(item) ? [[index, item] as const] : []));
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}
