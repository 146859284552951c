import { z } from "zod";
import type { Directive } from "../directive";
import { escapeBackslashes, escapeOuterBlanks } from "../escape";
import { knownText, textLine, unitText, type TextRule, type UnitText } from "../text";
import { sortedEntries } from "../sorted-entries";

/**
 * Credentials with their values: `NAME:value`, a line each. In the value C escapes are known and specifiers are not:
 * systemd.exec(5), `SetCredential=`. No error shows a value.
 */
export function credentials(
  rule: TextRule = { pattern: /./su, allowed: "a text that is not empty" },
): Directive<Readonly<Record<string, UnitText>>> {
  const value = unitText(rule, { plain: true });
  return {
    form: '{ name: "value" }',
    secret: true,
    schema: z
      .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "a credential has a file's name"), value)
      .readonly(),
    lines: (values) =>
      sortedEntries(values).map(
        ([name, item]) => `${name}:${escapeOuterBlanks(escapeBackslashes(knownText(item) ?? ""))}`,
      ),
  };
}

/** Lines of text for a service's standard input, in which C escapes and specifiers are known. */
export function inputText(): Directive<readonly UnitText[]> {
  return {
    form: '["one line", "another"]',
    secret: true,
    schema: z.array(unitText()).readonly(),
    lines: (values, dialect) => values.map((value) => escapeOuterBlanks(escapeBackslashes(textLine(value, dialect)))),
  };
}
