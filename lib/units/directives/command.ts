import { z } from "zod";
import { refuse } from "../../values/check";
import type { Directive } from "../directive";
import { quoteWord } from "../escape";
import { knownText, textLine, unitText, type UnitText } from "../text";
import { argumentList } from "./lists";

/** A program by its absolute path, and its arguments, each a word of its own whatever it holds. */
export type Command =
  | readonly UnitText[]
  | {
      readonly words: readonly UnitText[];
      /** Whether a failure counts as success. */
      readonly ignoreFailure: boolean;
    };

const WORDS = '["/usr/bin/program", "--option"]';

/** Arguments of a container's entry point. */
export function containerCommand(): Directive<readonly UnitText[]> {
  return { form: WORDS, schema: argumentList(), lines: (value) => [commandLine(value)] };
}

/** Commands of a service, a line each. */
export function commands(): Directive<readonly Command[]> {
  return {
    form: `[${WORDS}]`,
    schema: z.array(command()).readonly(),
    lines: (values) =>
      values.map((value) =>
        "words" in value ? `${value.ignoreFailure ? "-" : ""}${commandLine(value.words)}` : commandLine(value),
      ),
  };
}

function command(): z.ZodType<Command> {
  const words = z
    .array(unitText())
    .readonly()
    .superRefine((value, context) => {
      const program = value[0] === undefined ? "" : knownText(value[0]);
      if (program === undefined || /^\/[^$]*$/.test(program)) return;
      refuse(context, {
        code: "unit/invalid-command",
        path: [0],
        what: "the first word is not the absolute path of a program",
        got: program,
        allowed: 'an absolute path, such as "/usr/bin/true"',
        fix: "name the program by its absolute path",
      });
    });
  return z.union([words, z.strictObject({ words, ignoreFailure: z.boolean() }).readonly()]);
}

/** Variables are expanded in every command line, so `$` is doubled whatever the section. */
function commandLine(words: readonly UnitText[]): string {
  return words.map((word) => quoteWord(textLine(word, "quadlet"))).join(" ");
}
