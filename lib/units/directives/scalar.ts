import { z } from "zod";
import { isLate, late, type MaybeLate, type Text } from "../../values/late";
import type { Directive } from "../directive";
import { knownText, textLine, unitText, type TextRule, type UnitText } from "../text";

/** One text to the end of the line. */
export function text(rule: TextRule = ANY_LINE): Directive<UnitText> {
  return { schema: unitText(rule), lines: (value, dialect) => [textLine(value, dialect)] };
}

/** The same, of which no error shows the value. */
export function secretText(): Directive<UnitText> {
  return { ...text(), secret: true };
}

/** A text a line; the directive may stand several times. */
export function texts(rule: TextRule = ANY_LINE): Directive<readonly UnitText[]> {
  return {
    form: '["one", "two"]',
    schema: z.array(unitText(rule)).readonly(),
    lines: (values, dialect) => values.map((value) => textLine(value, dialect)),
  };
}

/** A text of a directive that knows no specifiers: a `%` in it is written once. */
export function plain(rule: TextRule): Directive<Text> {
  return { schema: unitText(rule, { plain: true }) as z.ZodType<Text>, lines: plainLines };
}

/** The same, several times. */
export function plains(rule: TextRule): Directive<readonly Text[]> {
  return {
    form: '["one", "two"]',
    schema: z.array(unitText(rule, { plain: true }) as z.ZodType<Text>).readonly(),
    lines: (values) => values.flatMap(plainLines),
  };
}

export function boolean(): Directive<MaybeLate<boolean>> {
  return { form: "true, or false", schema: late(z.boolean()), lines: scalarLines };
}

export function integer(minimum = 0, maximum = Number.MAX_SAFE_INTEGER): Directive<MaybeLate<number>> {
  return { form: "a number, without quotes", schema: late(z.int().min(minimum).max(maximum)), lines: scalarLines };
}

/** One of a few words. */
export function oneOf<const W extends string>(...words: readonly [W, ...W[]]): Directive<MaybeLate<W>> {
  return { schema: late(z.enum(words)) as z.ZodType<MaybeLate<W>>, lines: scalarLines };
}

/** True, false or one of a few words. */
export function booleanOr<const W extends string>(
  ...words: readonly [W, ...W[]]
): Directive<MaybeLate<boolean> | MaybeLate<W>> {
  const schema = late(z.union([z.boolean(), z.enum(words)], `neither a boolean nor one of ${words.join(", ")}`));
  return { schema: schema as z.ZodType<MaybeLate<boolean> | MaybeLate<W>>, lines: scalarLines };
}

/** A number in seconds, or a text such as `5min 20s`. */
export function timeSpan(): Directive<MaybeLate<number> | Text> {
  return numberOr(TIME_SPAN);
}

/** One or several time spans; the directive may stand several times. */
export function timeSpans(): Directive<MaybeLate<number> | string | readonly (MaybeLate<number> | string)[]> {
  const one = numberOr(TIME_SPAN);
  const schema = z.union([z.array(one.schema).readonly(), one.schema]);
  return {
    schema: schema as z.ZodType<MaybeLate<number> | string | readonly (MaybeLate<number> | string)[]>,
    lines: (value) => (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map(String),
  };
}

/** A number, or a text with a unit; no specifiers. */
export function numberOr(rule: TextRule, minimum = 0): Directive<MaybeLate<number> | Text> {
  const known = unitText(rule, { plain: true });
  return {
    schema: z.custom<MaybeLate<number> | Text>().superRefine((value, context) => {
      const issues = typeof value === "number" ? z.number().min(minimum).safeParse(value) : known.safeParse(value);
      for (const issue of issues.error?.issues ?? []) context.addIssue({ ...issue } as never);
    }),
    lines: (value) => (typeof value === "number" ? [decimal(value)] : isLate(value) ? [] : plainLines(value as Text)),
  };
}

/** Numbers as systemd reads them: it knows no exponents. */
function decimal(value: number): string {
  return Number.isInteger(value) ? String(BigInt(value)) : value.toFixed(6).replace(/0+$/, "");
}

function plainLines(value: Text): readonly string[] {
  return [knownText(value) ?? ""];
}

function scalarLines(value: unknown): readonly string[] {
  return [String(value)];
}

/** The parsers trim blanks and outer quotes, join lines that end in a backslash, and take a lone `;` for a separator. */
export const ANY_LINE: TextRule = {
  pattern: /^(?!;$)(?=[^\s"]).*[^\s"\\]$/,
  allowed: "text that neither begins nor ends with a blank or a quote, nor ends with a backslash",
};

/** systemd.time(7), "Parsing time spans". */
const TIME_UNIT =
  "(?:usec|us|µs|msec|ms|seconds|second|sec|s|minutes|minute|min|months|month|M|m|hours|hour|hr|h|days|day|d|weeks|week|w|years|year|y)";

export const TIME_SPAN: TextRule = {
  pattern: new RegExp(
    String.raw`^(?:infinity|\d{1,9}(?:\.\d{1,6})?|\d{1,9}(?:\.\d{1,6})? ?${TIME_UNIT}(?: ?\d{1,9}(?:\.\d{1,6})? ?${TIME_UNIT}){0,8})$`,
  ),
  allowed: 'a number of seconds, or a text such as "5min 20s" or "infinity"',
};
