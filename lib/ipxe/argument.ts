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

interface Rule {
  readonly pattern: RegExp;
  readonly allowed: string;
}

/** Names of labels and images. */
export const label = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/, "is a name of letters, digits, `_` and `-`");

const SETTING = /^[A-Za-z0-9][A-Za-z0-9_./-]{0,63}(?::[a-z0-9]+)?$/;
export const settingName = z.string().regex(SETTING, "is the name of a setting, such as `128.2:string`");

/** iPXE has neither quotes nor escapes: what it would take apart or expand is refused. */
export function argument(rule?: Rule): z.ZodType<Argument> {
  return z.custom<Argument>().superRefine((value, context) => {
    const pieces: readonly unknown[] = Array.isArray(value) ? value : [value];
    const known = pieces.map((piece) => (typeof piece === "string" ? piece : ""));
    const joined = known.join("");
    const allKnown = !pieces.some(isLate);
    const wrong = pieces.find((piece) => typeof piece !== "string" && !isLate(piece) && !isSetting(piece));
    if (pieces.length === 0 || pieces.some((piece) => piece === "") || wrong !== undefined) {
      refuse(context, {
        code: "ipxe/invalid-type",
        what: "not a word",
        got: shorten(wrong ?? value),
        allowed: "a text that is not empty, a late value, { setting }, or a list of them",
        fix: "give a word",
      });
    } else if (!/^[\u0021-\u007e]*$/.test(joined) || /\$\{|\$$|^#|^(?:&&|\|\||;)$/.test(unsettled(pieces))) {
      refuse(context, {
        code: "ipxe/unsafe-value",
        what: "iPXE would take this for more than one word, or expand it",
        got: shorten(joined),
        allowed: "printable ASCII without blanks and `${`; neither `&&`, `||`, `;` nor a `#` at the beginning",
        fix: "remove what iPXE would read as its own, or encode it",
      });
    } else if (rule !== undefined && allKnown && !rule.pattern.test(joined)) {
      refuse(context, {
        code: "ipxe/invalid-value",
        what: "the value does not fit the command",
        got: shorten(joined),
        allowed: rule.allowed,
        fix: "correct the value",
      });
    }
  });
}

export const words = z.array(argument());

/** The word as it stands, each setting and late value as one harmless letter, so that a `$` before one is seen. */
function unsettled(pieces: readonly unknown[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : isSetting(piece) ? "{" : "x")).join("");
}

export function isSetting(piece: unknown): piece is Setting {
  return typeof piece === "object" && piece !== null && "setting" in piece && SETTING.test(String(piece.setting));
}

/** Called with sound arguments only, of which nothing is late any more. */
export function writeArgument(value: Argument): string {
  const pieces: readonly unknown[] = Array.isArray(value) ? value : [value];
  return pieces.map((piece) => (isSetting(piece) ? `\${${piece.setting}}` : String(piece))).join("");
}
