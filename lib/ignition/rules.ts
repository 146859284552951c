import { posix } from "node:path";
import { z } from "zod";
import { refuse, shorten, type Refusal } from "../values/check";
import { isLate, late, type MaybeLate, type Text } from "../values/late";
import { isSound } from "../values/sound";

/** Says what is wrong with a known value; undefined if nothing is. */
export type Rule<T = string> = (value: T) => Refusal | undefined;

/** A value on its way through zod, and what is wrong with it. */
type Payload = z.core.ParsePayload;

/**
 * A value that a function judges. Less stands in between than with `superRefine`, since each value of each config comes
 * by here.
 */
function judged<T>(judge: (payload: Payload) => void): z.ZodType<T> {
  return z.unknown().check(judge) as unknown as z.ZodType<T>;
}

function report(payload: Payload, refusal: Refusal): void {
  refuse({ addIssue: (issue) => payload.issues.push({ ...issue, input: payload.value, continue: true }) }, refusal);
}

/** Reports all that a schema says of the value. */
function reportAll(payload: Payload, schema: z.ZodType): void {
  if (isSound(schema, payload.value)) return;
  for (const issue of schema.safeParse(payload.value).error?.issues ?? [])
    payload.issues.push({ ...issue, input: payload.value, continue: true } as z.core.$ZodRawIssue);
}

/** A text in one piece. Of the rules, the first that is broken speaks. */
export function scalar(...rules: readonly Rule[]): z.ZodType<MaybeLate<string>> {
  return knownOrLate("string", z.string(), (value, payload) => applyRules(rules, value, payload));
}

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number): z.ZodType<MaybeLate<number>> {
  return number((value) =>
    Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : {
          code: "ignition/out-of-range",
          what: "the number is out of range",
          got: String(value),
          allowed: `a whole number from ${least} to ${most}`,
          fix: "give a number in that range",
        },
  );
}

/** A number that keeps a rule. */
export function number(rule: Rule<number>): z.ZodType<MaybeLate<number>> {
  return knownOrLate("number", z.number(), (value, payload) => {
    const refusal = rule(value);
    if (refusal !== undefined) report(payload, refusal);
  });
}

export const flag: z.ZodType<MaybeLate<boolean>> = knownOrLate("boolean", z.boolean(), () => undefined);

interface Kinds {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/**
 * A value of a kind, or a late one. Nearly all values are of the right kind: only what is not, or is a number that is
 * none, is given to zod, for what it says of it.
 */
function knownOrLate<K extends keyof Kinds>(
  kind: K,
  schema: z.ZodType,
  judge: (value: Kinds[K], payload: Payload) => void,
): z.ZodType<MaybeLate<Kinds[K]>> {
  const otherwise = late(schema);
  return judged((payload) => {
    const { value } = payload;
    const isKnown = typeof value === kind && (kind !== "number" || Number.isFinite(value));
    if (isKnown) judge(value as Kinds[K], payload);
    else reportAll(payload, otherwise);
  });
}

/**
 * A text of which pieces may be late.
 *
 * @param piece checks each known piece, so that a late neighbour does not put it off
 * @param whole checks the whole, once all of it is known
 */
export function text(piece: Rule, ...whole: readonly Rule[]): z.ZodType<Text> {
  const all = [piece, ...whole];
  return judged((payload) => {
    const { value } = payload;
    // In one piece and known, as nearly all texts are.
    if (typeof value === "string") return applyRules(all, value, payload);
    const pieces: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!pieces.every((item) => typeof item === "string" || isLate(item))) {
      report(payload, {
        code: "ignition/invalid-type",
        what: "not a text",
        got: Array.isArray(value) ? "a list" : `a value of type ${typeof value}`,
        allowed: "a string, a late value or a list of them",
        fix: "give a text",
      });
      return;
    }
    const known = pieces.filter((item): item is string => typeof item === "string");
    const judgedTexts = known.length === pieces.length ? [known.join("")] : known;
    const rules = known.length === pieces.length ? all : [piece];
    for (const item of judgedTexts) applyRules(rules, item, payload);
  });
}

function applyRules(rules: readonly Rule[], value: string, payload: Payload): void {
  for (const rule of rules) {
    const refusal = rule(value);
    if (refusal === undefined) continue;
    report(payload, refusal);
    return;
  }
}

/** Text that has UTF-8 bytes: no half of a surrogate pair. */
export const wellFormed: Rule = (value) =>
  isWellFormed(value)
    ? undefined
    : {
        code: "ignition/ill-formed-text",
        what: "the text holds half of a surrogate pair, for which there are no bytes",
        allowed: "well-formed Unicode",
        fix: "remove it, or give the bytes in base64",
      };

/** What Node has and ES2023 has not: much faster than a pattern, for texts that are large. */
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

function controlIn(value: string): string {
  const at = value.search(CONTROL);
  const code = (value.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `U+${code} as character ${at + 1}`;
}

/** Text that can be put on a line of some file without ending it. */
export const oneLine: Rule = (value) =>
  CONTROL.test(value)
    ? {
        code: "ignition/unsafe-value",
        what: "a control character would end the line or the name",
        // Only which, and where: the text may be a secret.
        got: controlIn(value),
        allowed: "text without line breaks, NUL and other control characters",
        fix: "remove the control character",
      }
    : wellFormed(value);

export const notEmpty: Rule = (value) =>
  value === ""
    ? { code: "ignition/empty", what: "the text is empty", fix: "give a value, or leave the key out" }
    : undefined;

/** An absolute path without anything that would be cleaned away. */
export const absolutePath: Rule = (path) => {
  const unsafe = notEmpty(path) ?? oneLine(path);
  if (unsafe !== undefined) return unsafe;
  // Nothing that could be cleaned away, as in nearly all paths.
  if (path.startsWith("/") && !path.includes("//") && !path.includes("/.") && !path.endsWith("/")) return undefined;
  const clean = posix.normalize(path).replace(/(.)\/$/, "$1");
  if (!path.startsWith("/")) {
    return {
      code: "ignition/relative-path",
      what: "the path is relative",
      got: shorten(path),
      allowed: "an absolute path",
      fix: "begin it with a slash",
    };
  }
  if (clean === path) return undefined;
  return {
    code: "ignition/unclean-path",
    what: "the path holds an empty, dot or double-dot part",
    got: shorten(path),
    allowed: "a path in its shortest form",
    fix: `write ${shorten(clean)}`,
  };
};

/** A value out of a list. */
export function oneOf(...allowed: readonly string[]): Rule {
  return (value) =>
    allowed.includes(value)
      ? undefined
      : {
          code: "ignition/unknown-value",
          what: "the value is none of those that there are",
          got: shorten(value),
          allowed: allowed.join(", "),
          fix: "take one of them",
        };
}

/** Checks a value by the schema that fits its form, so that what is wrong is said of that form only. */
export function choose<T>(schemaFor: (value: unknown) => z.ZodType): z.ZodType<T> {
  return judged((payload) => reportAll(payload, schemaFor(payload.value)));
}

/** The same rule, for values that may be secrets: they are in no message. */
export function unseen(rule: Rule): Rule {
  return (value) => {
    const refusal = rule(value);
    if (refusal === undefined) return undefined;
    const { code, what, allowed, fix } = refusal;
    return { code, what, ...(allowed === undefined ? {} : { allowed }), fix };
  };
}

/** Whether a value is an object that has a key. */
export function has<K extends string>(value: unknown, key: K): value is Readonly<Record<K, unknown>> {
  return typeof value === "object" && value !== null && !isLate(value) && Object.hasOwn(value, key);
}
