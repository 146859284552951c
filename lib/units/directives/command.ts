import { z } from "zod";
import { refuse, shorten } from "../../values/check";
import type { Directive } from "../directive";
import { escapeText, quoteWord } from "../escape";
import { hasSpecifiers, knownText, textLine, unitText, type UnitText } from "../text";
import { argumentList } from "./lists";

/** A program by its absolute path, and its arguments, each a word of its own whatever it holds. */
export type Command = readonly UnitText[] | SpecialCommand;

/** A command that systemd runs in a special way: systemd.service(5), "Command lines". */
export interface SpecialCommand {
  readonly words: readonly UnitText[];

  /**
   * Whether a failure counts as success.
   *
   * @default false
   */
  readonly ignoreFailure?: boolean | undefined;

  /**
   * Whether `$NAME` in the words stands for a variable of the environment, not for itself.
   *
   * @default false
   */
  readonly expandVariables?: boolean | undefined;

  /**
   * `full`: without any restriction of the unit (`+`). `elevated`: as root, but with all other restrictions (`!`).
   * `ambient`: the same, where the system has no ambient capabilities (`!!`).
   *
   * @default - those of the unit
   */
  readonly privileges?: "full" | "elevated" | "ambient" | undefined;

  /**
   * What the program is told that it is called.
   *
   * @default - the first word
   */
  readonly calledAs?: UnitText | undefined;
}

const WORDS = '["/usr/bin/program", "--option"]';
const PRIVILEGES = { full: "+", elevated: "!", ambient: "!!" } as const;

/** Arguments of a container's entry point. */
export function containerCommand(): Directive<readonly UnitText[]> {
  return { form: WORDS, secret: true, schema: argumentList(), lines: (value) => [commandLine(value)] };
}

/** Commands of a service, a line each. */
export function commands(): Directive<readonly Command[]> {
  return {
    form: `[${WORDS}]`,
    secret: true,
    schema: z.array(command()).readonly(),
    lines: (values) => values.map((value) => ("words" in value ? specialLine(value) : commandLine(value))),
  };
}

function command(): z.ZodType<Command> {
  const word = unitText();
  const words = z
    .array(word)
    .readonly()
    .superRefine((value, context) => {
      const program = value[0] === undefined ? "" : knownText(value[0]);
      if (program === undefined || /^\/[^"'\\$]*[^"'\\$/]$/.test(program)) return;
      refuse(context, {
        code: "unit/invalid-command",
        path: [0],
        what: "the first word is not the absolute path of a program",
        got: shorten(program),
        allowed: 'an absolute path without quotes, backslashes and `$`, such as "/usr/bin/true"',
        fix: "name the program by its absolute path",
      });
    });
  const special = z
    .strictObject({
      words,
      ignoreFailure: z.boolean().optional(),
      expandVariables: z.boolean().optional(),
      privileges: z.enum(["full", "elevated", "ambient"]).optional(),
      calledAs: word.optional(),
    })
    .readonly();
  return z.union([words, special]);
}

function specialLine({ words, ignoreFailure, expandVariables, privileges, calledAs }: SpecialCommand): string {
  const [program = "", ...others] = words;
  const prefix = [
    ignoreFailure === true ? "-" : "",
    privileges === undefined ? "" : PRIVILEGES[privileges],
    calledAs === undefined ? "" : "@",
  ].join("");
  const all = calledAs === undefined ? others : [calledAs, ...others];
  return [`${prefix}${commandLine([program])}`, ...all.map((word) => commandWord(word, expandVariables === true))].join(
    " ",
  );
}

/** Variables are expanded in every command line, so `$` is doubled whatever the section. */
function commandLine(words: readonly UnitText[]): string {
  return words.map((word) => commandWord(word, false)).join(" ");
}

function commandWord(word: UnitText, expandVariables: boolean): string {
  if (!expandVariables) return quoteWord(textLine(word, "quadlet"));
  return quoteWord(hasSpecifiers(word) ? word.withSpecifiers : escapeText(knownText(word) ?? "", "systemd"));
}
