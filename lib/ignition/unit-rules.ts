import { wellFormed, type Rule } from "./rules";

/** Longer lines are refused by Ignition. */
const LONGEST_LINE = 2047;

/** Text of a unit, of which this is a piece: any text that systemd reads as it was meant. */
export const unitPiece: Rule = (value) =>
  /[\u0000-\u0008\u000b-\u001f\u007f]/.test(value)
    ? {
        code: "ignition/unsafe-value",
        what: "the unit holds a control character",
        allowed: "text, tabs and line feeds",
        fix: "remove the control character",
      }
    : wellFormed(value);

/** A whole unit or drop-in, in the form that Ignition checks: sections and assignments. */
export const unitContents: Rule = (value) => {
  const lines = value.split("\n");
  let section = false;
  let continued = false;
  for (const [index, line] of lines.entries()) {
    const text = line.replace(/^[ \t]+/, "");
    const what = continued ? lengthOf(line) : (lengthOf(line) ?? faultOf(text, section));
    if (what !== undefined) {
      // The line itself is not shown: it may hold a secret.
      return {
        code: "ignition/unit-syntax",
        what: `line ${index + 1} of the unit ${what}`,
        allowed: "[Section], Name=value, comments and empty lines",
        fix: "correct the line",
      };
    }
    if (!continued && text.startsWith("[")) section = true;
    const comment: boolean = !continued && /^[#;]/.test(text);
    continued = line.endsWith("\\") && !comment;
  }
  return undefined;
};

function lengthOf(line: string): string | undefined {
  return Buffer.byteLength(line) > LONGEST_LINE ? `is longer than ${LONGEST_LINE} bytes` : undefined;
}

function faultOf(text: string, section: boolean): string | undefined {
  if (text === "" || /^[#;]/.test(text)) return undefined;
  if (text.startsWith("[")) return /^\[[^[\]]+\][ \t]*$/.test(text) ? undefined : "is no section header";
  if (!/^[A-Za-z][A-Za-z0-9_-]*[ \t]*=/.test(text)) return "is no assignment";
  return section ? undefined : "stands before the first section";
}

/** Whether a unit says by what it is started once it is enabled. */
export function hasInstallSection(contents: string): boolean {
  return /^[ \t]*\[Install\]/m.test(contents);
}
