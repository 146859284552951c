import { z } from "zod";
import { refuse, shorten } from "../../values/check";
import { late, isLate, type MaybeLate } from "../../values/late";
import type { Directive } from "../directive";
import { quoteBlanks, quoteWord } from "../escape";
import { knownText, textLine, unitText, type TextRule, type UnitText } from "../text";
import { sortedEntries } from "../sorted-entries";

/** How every list of texts is written. */
export const LIST = '["one", "two"]';

/** Words without quotes, all on one line. */
export function wordList(rule: TextRule = WORD): Directive<readonly UnitText[]> {
  return {
    form: LIST,
    schema: z.array(unitText(rule)).readonly(),
    lines: (values, dialect) =>
      values.length === 0 ? [] : [values.map((value) => quoteBlanks(textLine(value, dialect))).join(" ")],
  };
}

/** Words without quotes, a line each. */
export function words(rule: TextRule = WORD): Directive<readonly UnitText[]> {
  return {
    form: LIST,
    schema: z.array(unitText(rule)).readonly(),
    lines: (values, dialect) => values.map((value) => quoteBlanks(textLine(value, dialect))),
  };
}

/** System calls: those that are taken away by a `~` before the first can each have an error of their own. */
export function systemCalls(rule: TextRule): Directive<readonly UnitText[]> {
  const list = wordList(rule);
  const schema = list.schema.superRefine((values, context) => {
    const first = values[0] === undefined ? "" : knownText(values[0]);
    if (first === undefined || first.startsWith("~")) return;
    for (const [index, value] of values.entries()) {
      if (knownText(value)?.includes(":") !== true) continue;
      refuse(context, {
        code: "unit/invalid-value",
        path: [index],
        what: "only system calls that are taken away can have an error",
        got: shorten(knownText(value)),
        allowed: "`~` before the first of the list, or no error",
        fix: "leave the error out",
      });
    }
  });
  return { ...list, schema };
}

/** True, false, or words on one line. */
export function booleanOrWords(rule: TextRule): Directive<MaybeLate<boolean> | readonly UnitText[]> {
  const list = wordList(rule);
  const schema = z.union([z.boolean(), list.schema], `neither a boolean nor a list of ${rule.allowed}`);
  return {
    form: `true, false or ${LIST}`,
    schema: late(schema) as z.ZodType<MaybeLate<boolean> | readonly UnitText[]>,
    lines: (value, dialect) =>
      typeof value === "boolean" ? [String(value)] : isLate(value) ? [] : list.lines(value, dialect),
  };
}

/** Arguments, of any text, all on one line. They may hold secrets, so no error shows them. */
export function args(): Directive<readonly UnitText[]> {
  return {
    form: LIST,
    secret: true,
    schema: argumentList(),
    lines: (values, dialect) =>
      values.length === 0 ? [] : [values.map((value) => quoteWord(textLine(value, dialect))).join(" ")],
  };
}

/**
 * A lone `;` would begin another command once the quadlet has become a service, and podman's generator drops whatever
 * follows an empty word.
 */
export function argumentList(): z.ZodType<readonly UnitText[]> {
  const argument = unitText({ pattern: /^(?!;$)./su, allowed: 'any text that is neither empty nor a lone ";"' });
  return z.array(argument).readonly();
}

/** Variables, labels and the like: `KEY=value`, a line each. */
export function keyValues(key: TextRule = KEY): Directive<Readonly<Record<string, UnitText>>> {
  return {
    form: '{ NAME: "value" }',
    schema: z.record(z.string().regex(key.pattern, `a key is ${key.allowed}`), unitText()).readonly(),
    lines: (values, dialect) =>
      sortedEntries(values).map(([name, value]) => quoteWord(`${textLine(name, dialect)}=${textLine(value, dialect)}`)),
  };
}

/** Environment variables. Their values may be secrets, so no error shows them. */
export function environment(): Directive<Readonly<Record<string, UnitText>>> {
  return { ...keyValues(VARIABLE), secret: true };
}

/** A value for each of several devices: `/dev/vda 500`, a line each. */
export function byDevice(value: TextRule): Directive<Readonly<Record<string, UnitText>>> {
  const device = /^(?:\/|(?:char|block)-)[^\s"'\\%]*$/;
  return {
    form: '{ "/dev/vda": "value" }',
    schema: z
      .record(z.string().regex(device, "names a device or a folder by its path"), unitText(value, { plain: true }))
      .readonly(),
    lines: (values) => sortedEntries(values).map(([path, item]) => `${path} ${knownText(item) ?? ""}`),
  };
}

/** Names of environment variables. */
export const VARIABLE: TextRule = { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/, allowed: "letters, digits and underscores" };

const WORD: TextRule = {
  pattern: /^(?!;$)[^\s"'\\]+$/,
  allowed: "a word without blanks, quotes and backslashes",
};

const KEY: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_./:@-]*$/,
  allowed: "letters, digits and `_./:@-`",
};
