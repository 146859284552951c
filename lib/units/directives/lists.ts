import { z } from "zod";
import type { Directive } from "../directive";
import { quoteWord } from "../escape";
import { textLine, unitText, type TextRule, type UnitText } from "../text";

/** How every list of texts is written. */
export const LIST = '["one", "two"]';

/** Words without blanks or quotes, all on one line. */
export function wordList(rule: TextRule = WORD): Directive<readonly UnitText[]> {
  return {
    form: LIST,
    schema: z.array(unitText(rule)).readonly(),
    lines: (values, dialect) =>
      values.length === 0 ? [] : [values.map((value) => textLine(value, dialect)).join(" ")],
  };
}

/** Words without blanks or quotes, a line each. */
export function words(rule: TextRule = WORD): Directive<readonly UnitText[]> {
  return {
    form: LIST,
    schema: z.array(unitText(rule)).readonly(),
    lines: (values, dialect) => values.map((value) => textLine(value, dialect)),
  };
}

/** Names of other units; quadlets go by the names of their files. */
export function unitNames(): Directive<readonly UnitText[]> {
  return wordList({
    pattern: /^[A-Za-z0-9:_.@\\%-]+\.[a-z]+$/,
    allowed: 'names of units with their suffix, such as "network-online.target"',
  });
}

/** Arguments, of any text, all on one line. */
export function args(): Directive<readonly UnitText[]> {
  return {
    form: LIST,
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
  return z
    .array(unitText({ pattern: /^(?!;$)./su, allowed: 'any text that is neither empty nor a lone ";"' }))
    .readonly();
}

/** Variables, labels and the like: `KEY=value`, a line each. */
export function keyValues(key: TextRule = KEY): Directive<Readonly<Record<string, UnitText>>> {
  return {
    form: '{ NAME: "value" }',
    schema: z.record(z.string().regex(key.pattern, `a key is ${key.allowed}`), unitText()).readonly(),
    lines: (values, dialect) =>
      Object.entries(values).map(([name, value]) =>
        quoteWord(`${textLine(name, dialect)}=${textLine(value, dialect)}`),
      ),
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
