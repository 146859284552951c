import { z } from "zod";
import { refuse, shorten } from "../values/check";
import { isLate, type Late, type Text } from "../values/late";
import { CONTROL_CHARACTERS, escapeText, type Dialect } from "./escape";

/**
 * A value of a directive. It is literal: `%` and `$` stand for themselves, and a piece of it may come late.
 *
 * `withSpecifiers` is the way to systemd's specifiers: there `%` is written as it is, so `%h/data` means what the
 * manual says.
 */
export type UnitText = Text | { readonly withSpecifiers: string };

/** What a text has to look like, once all of it is known. */
export interface TextRule {
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly allowed: string;
}

/** Checks a text; anything that could end the line is refused. */
export function unitText(rule?: TextRule): z.ZodType<UnitText> {
  return z.custom<UnitText>().superRefine((value, context) => {
    const pieces = piecesOf(value);
    if (pieces === undefined) {
      refuse(context, {
        code: "unit/invalid-type",
        what: "not a text",
        got: shorten(value),
        allowed: "a string, a list of strings and late values, or { withSpecifiers }",
        fix: "give a text",
      });
      return;
    }
    const known = pieces.filter((piece): piece is string => typeof piece === "string");
    if (known.some((piece) => CONTROL_CHARACTERS.test(piece))) {
      refuse(context, {
        code: "unit/unsafe-value",
        what: "a control character would end the line or the file",
        got: shorten(known.join("")),
        allowed: "text without line breaks, NUL and other control characters",
        fix: "remove the control character",
      });
    } else if (rule !== undefined && known.length === pieces.length && !rule.pattern.test(known.join(""))) {
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

function piecesOf(value: unknown): readonly (string | Late<string>)[] | undefined {
  if (typeof value === "string" || isLate(value)) return [value as string | Late<string>];
  if (Array.isArray(value)) {
    const sound = value.every((piece) => typeof piece === "string" || isLate(piece));
    return sound ? (value as readonly (string | Late<string>)[]) : undefined;
  }
  if (typeof value !== "object" || value === null || !("withSpecifiers" in value)) return undefined;
  return typeof value.withSpecifiers === "string" ? [value.withSpecifiers] : undefined;
}

/** The text as it is meant, for comparisons; undefined while a piece of it is late. */
export function knownText(value: UnitText): string | undefined {
  const pieces = piecesOf(value) ?? [];
  return pieces.every((piece) => typeof piece === "string") ? pieces.join("") : undefined;
}

/** Whether a `%` in it is a specifier. */
function hasSpecifiers(value: UnitText): value is { readonly withSpecifiers: string } {
  return typeof value === "object" && "withSpecifiers" in value;
}

/** The text as a line of a unit holds it, before any quoting. */
export function textLine(value: UnitText, dialect: Dialect): string {
  if (!hasSpecifiers(value)) return escapeText(knownText(value) ?? "", dialect);
  return dialect === "quadlet" ? value.withSpecifiers.replaceAll("$", "$$$$") : value.withSpecifiers;
}
