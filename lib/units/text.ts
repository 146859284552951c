import { z } from "zod";
import { refuse, shorten } from "../values/check";
import { isLate, type Late, type Text } from "../values/late";
import { escapeDollars, escapeText, UNSAFE_CHARACTERS, type Dialect } from "./escape";

/**
 * A value of a directive. It is literal: `%` and `$` stand for themselves, and a piece of it may come late.
 *
 * `withSpecifiers` is the way to systemd's specifiers: there `%` is written as it is, so `%h/data` means what the
 * manual says.
 */
export type UnitText = Text | WithSpecifiers;

export interface WithSpecifiers {
  readonly withSpecifiers: string;
}

/** What a text has to look like, once all of it is known. */
export interface TextRule {
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly allowed: string;
}

/** How a text is checked besides its rule. */
export interface TextOptions {
  /** Whether the directive knows no specifiers, so that `withSpecifiers` makes no sense. */
  readonly plain?: boolean;
}

/** Checks a text; anything that could end the line is refused. */
export function unitText(rule?: TextRule, { plain = false }: TextOptions = {}): z.ZodType<UnitText> {
  return z.custom<UnitText>().superRefine((value, context) => {
    const pieces = piecesOf(value);
    if (pieces === undefined || (plain && hasSpecifiers(value))) {
      refuse(context, {
        code: "unit/invalid-type",
        what: "not a text",
        got: shorten(value),
        allowed: `a string, ${plain ? "or " : ""}a list of strings and late values${plain ? "" : ", or { withSpecifiers }"}`,
        fix: "give a text",
      });
      return;
    }
    const known = pieces.filter((piece): piece is string => typeof piece === "string");
    if (known.some((piece) => UNSAFE_CHARACTERS.test(piece))) {
      refuse(context, {
        code: "unit/unsafe-value",
        // The text is not shown: it may be a secret, such as a variable of the environment.
        what: "a control character would end the line or the file",
        allowed: "text without line breaks, NUL, other control characters and halves of surrogate pairs",
        fix: "remove the control character",
      });
    } else if (rule !== undefined && known.length === pieces.length && !fits(value, known.join(""), rule)) {
      refuse(context, {
        code: "unit/invalid-value",
        what: "the value does not fit the directive",
        got: shorten(known.join("")),
        allowed: rule.allowed,
        fix: "correct the value",
      });
    }
  });
}

/** What a specifier stands for is not known, but it is a name or, at the beginning, a path. */
function fits(value: UnitText, known: string, { pattern }: TextRule): boolean {
  if (!hasSpecifiers(value)) return pattern.test(known);
  const name = known.replace(/%(.)/gsu, (_all, character: string) => (character === "%" ? "%" : "s"));
  return pattern.test(name) || (/^%[^%]/.test(known) && pattern.test(`/${name}`));
}

function piecesOf(value: unknown): readonly (string | Late<string>)[] | undefined {
  if (typeof value === "string" || isLate(value)) return [value as string | Late<string>];
  if (Array.isArray(value)) {
    const sound = value.every((piece) => typeof piece === "string" || isLate(piece));
    return sound ? (value as readonly (string | Late<string>)[]) : undefined;
  }
  if (typeof value !== "object" || value === null || !("withSpecifiers" in value)) return undefined;
  return typeof value.withSpecifiers === "string" ? [value.withSpecifiers] : undefined;
}

/** The text as it is meant, for comparisons; undefined while a piece of it is late, or if it is no text. */
export function knownText(value: UnitText): string | undefined {
  const pieces = piecesOf(value);
  return pieces?.every((piece) => typeof piece === "string") === true ? pieces.join("") : undefined;
}

/** Whether a `%` in it is a specifier. */
export function hasSpecifiers(value: UnitText): value is WithSpecifiers {
  return typeof value === "object" && "withSpecifiers" in value;
}

/** The text as a line of a unit holds it, before any quoting. */
export function textLine(value: UnitText, dialect: Dialect): string {
  if (!hasSpecifiers(value)) return escapeText(knownText(value) ?? "", dialect);
  return dialect === "quadlet" ? escapeDollars(value.withSpecifiers) : value.withSpecifiers;
}
