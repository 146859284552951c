import { z } from "zod";
import { refuse, shorten } from "../values/check";
import { isLate, type Late } from "../values/late";

/** What iPXE knows under a name when the script runs: `128.2:string`, `nonce`. */
export interface Setting {
  readonly setting: string;
}

type Piece = string | Late<string> | Setting;

/** One word of a command. Pieces of a list are joined with nothing between. */
export type Argument = Piece | readonly Piece[];

/** Words with one blank between each: what is shown, or the value of a setting. Pieces are joined with nothing between. */
export type Phrase = Argument;

/**
 * One argument of a kernel's command line: `console=ttyS0`, or `dyndbg=file drivers/net/* +p`.
 *
 * What follows the first `=` may hold blanks, one at a time: it is then written between double quotes, which iPXE hands
 * on as they are and Linux takes off.
 */
export type KernelArgument = Argument;

interface Form {
  readonly pattern: RegExp;
  readonly allowed: string;
}

const SETTING = /^[A-Za-z0-9][A-Za-z0-9_./-]{0,63}(?::[a-z0-9]+)?$/;
export const settingName = z.string().regex(SETTING, "is the name of a setting, such as `128.2:string`");

/** Names of labels and images. */
export const label = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/, "is a name of letters, digits, `_` and `-`");

/** One word. @param form what it has to look like where all of it is known, and no setting begins it */
export function argument(form?: Form): z.ZodType<Argument> {
  return z.custom<Argument>().superRefine((value, context) => {
    const pieces = piecesOf(value);
    if (!checkPieces(pieces, value, context)) return;
    if (/ /.test(knownOf(pieces))) {
      refuseUnsafe(context, pieces, "printable ASCII without blanks");
    } else if (checkWords(pieces, context) && form !== undefined && !isSetting(pieces[0])) {
      const complete = !pieces.some(isLate);
      if (!complete || form.pattern.test(knownOf(pieces))) return;
      refuse(context, {
        code: "ipxe/invalid-value",
        what: "the value does not fit the command",
        got: shorten(knownOf(pieces)),
        allowed: form.allowed,
        fix: "correct the value",
      });
    }
  });
}

/** Several words. iPXE puts one blank between each, whatever stood there. */
export const phrase: z.ZodType<Phrase> = z.custom<Phrase>().superRefine((value, context) => {
  const pieces = piecesOf(value);
  if (!checkPieces(pieces, value, context)) return;
  if (/^ | {2}| $/.test(unsettled(pieces))) refuseUnsafe(context, pieces, "words with one blank between each");
  else checkWords(pieces, context);
});

/** An argument that the kernel reads, and not iPXE. */
export const kernelArgument: z.ZodType<KernelArgument> = z.custom<KernelArgument>().superRefine((value, context) => {
  const pieces = piecesOf(value);
  if (!checkPieces(pieces, value, context)) return;
  const text = unsettled(pieces);
  const name = text.slice(0, text.includes("=") ? text.indexOf("=") : undefined);
  if (/ {2}|["']/.test(text)) {
    refuseUnsafe(context, pieces, "an argument without quotes, in which no two blanks follow each other");
  } else if (/ /.test(name) || name === "") {
    refuseUnsafe(context, pieces, "a name without blanks, perhaps with `=` and a value");
  } else {
    checkWords(pieces, context);
  }
});

export const words = z.array(argument()).max(64);

type Context = Parameters<typeof refuse>[0];

function checkPieces(pieces: readonly unknown[], value: unknown, context: Context): boolean {
  const wrong = pieces.find((piece) => typeof piece !== "string" && !isLate(piece) && !isSetting(piece));
  if (pieces.length > 0 && !pieces.includes("") && wrong === undefined) return true;
  refuse(context, {
    code: "ipxe/invalid-type",
    what: "not a text",
    got: shorten(wrong ?? value),
    allowed: "a text that is not empty, a late value, { setting }, or a list of them",
    fix: "give a text",
  });
  return false;
}

/** iPXE has neither quotes nor escapes: what it would take apart, expand, or join with the next line is refused. */
function checkWords(pieces: readonly unknown[], context: Context): boolean {
  const text = unsettled(pieces);
  const sound =
    /^[\u0020-\u007e]*$/.test(text) &&
    !/\$\{|\$$|\$ |\\$|\\ /.test(text) &&
    !text.split(" ").some((word) => /^#|^(?:&&|\|\||;)$/.test(word));
  if (!sound) refuseUnsafe(context, pieces, "printable ASCII");
  return sound;
}

function refuseUnsafe(context: Context, pieces: readonly unknown[], allowed: string): void {
  refuse(context, {
    code: "ipxe/unsafe-value",
    what: "iPXE would not take this as it stands: it has neither quotes nor escapes",
    got: shorten(knownOf(pieces)),
    allowed: `${allowed}; no \`\${\`, no \`\\\` at the end of a word, no \`#\` at its beginning, and no word \`&&\`, \`||\` or \`;\``,
    fix: "remove what iPXE would read as its own, or encode it",
  });
}

function piecesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function knownOf(pieces: readonly unknown[]): string {
  return pieces.filter((piece) => typeof piece === "string").join("");
}

/** The text as it stands, each setting and late value as one harmless letter, so that a `$` before one is seen. */
function unsettled(pieces: readonly unknown[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : isSetting(piece) ? "{" : "x")).join("");
}

export function isSetting(piece: unknown): piece is Setting {
  return typeof piece === "object" && piece !== null && "setting" in piece && SETTING.test(String(piece.setting));
}
