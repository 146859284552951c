import { z } from "zod";
import { isLate, late, type MaybeLate } from "../../values/late";
import type { Directive } from "../directive";
import { textLine, unitText, type TextRule, type UnitText } from "../text";

/** One text to the end of the line. */
export function text(rule: TextRule = ANY_LINE): Directive<UnitText> {
  return { schema: unitText(rule), lines: (value, dialect) => [textLine(value, dialect)] };
}

/** A text a line; the directive may stand several times. */
export function texts(rule: TextRule = ANY_LINE): Directive<readonly UnitText[]> {
  return {
    form: '["one", "two"]',
    schema: z.array(unitText(rule)).readonly(),
    lines: (values, dialect) => values.map((value) => textLine(value, dialect)),
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
export function timeSpan(): Directive<MaybeLate<number> | UnitText> {
  return numberOr(TIME_SPAN);
}

/** A number, or a text with a unit. */
export function numberOr(rule: TextRule): Directive<MaybeLate<number> | UnitText> {
  const known = unitText(rule);
  return {
    schema: z.custom<MaybeLate<number> | UnitText>().superRefine((value, context) => {
      const issues = typeof value === "number" ? z.number().min(0).safeParse(value) : known.safeParse(value);
      for (const issue of issues.error?.issues ?? []) context.addIssue({ ...issue } as never);
    }),
    lines: (value, dialect) =>
      typeof value === "number" ? [String(value)] : isLate(value) ? [] : [textLine(value, dialect)],
  };
}

function scalarLines(value: unknown): readonly string[] {
  return [String(value)];
}

/** The parsers trim blanks and outer quotes, join lines that end in a backslash, and take a lone `;` for a separator. */
const ANY_LINE: TextRule = {
  pattern: /^(?!;$)(?=[^\s"]).*[^\s"\\]$/,
  allowed: "text that neither begins nor ends with a blank or a quote, nor ends with a backslash",
};

const TIME_SPAN: TextRule = {
  pattern: /^(?:infinity|\d+(?:\.\d+)?(?: ?[a-zµ]+)?(?: \d+(?:\.\d+)? ?[a-z]+)*)$/,
  allowed: 'a number of seconds, or a text such as "5min 20s" or "infinity"',
};
