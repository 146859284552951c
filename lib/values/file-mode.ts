import type { Refusal } from "./check";

/** Modes as people write them in octal. Written as decimal numbers they would mean something else. */
const USUAL = [
  400, 440, 444, 500, 550, 555, 600, 640, 644, 660, 664, 666, 700, 711, 740, 744, 750, 754, 755, 770, 775, 777,
];

/** Permission bits as four octal digits: `0o644` → `"0644"`. */
export function formatFileMode(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

/** Reads four octal digits, `"0644"` → `0o644`; undefined for anything else. */
export function parseFileMode(text: string): number | undefined {
  return /^[0-7]{4}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

/**
 * What is wrong with the permission bits of a file or folder; undefined if nothing is.
 *
 * Refused are numbers such as `644`, which is octal written without its `0o`. Where the number is also the octal of
 * permissions that somebody may want, such as 400, which is `0o620`, that is a warning.
 *
 * @param module first half of the violation's code
 */
export function fileModeRefusal(mode: number, module: string): Refusal | undefined {
  if (!Number.isInteger(mode) || mode < 0 || mode > 0o7777) {
    return {
      code: `${module}/mode-out-of-range`,
      what: "the mode is no set of permission bits",
      got: String(mode),
      allowed: "0o000 to 0o7777",
      fix: "write the permissions as an octal number, such as 0o644",
    };
  }
  if (!USUAL.includes(mode % 1000)) return undefined;
  return {
    code: `${module}/decimal-mode`,
    severity: mode <= 0o777 || USUAL.includes(octalDigits(mode & 0o777)) ? "warning" : "error",
    what: `${mode} is a decimal number and means the permissions ${formatFileMode(mode)}`,
    got: String(mode),
    allowed: "an octal number",
    fix: `write 0o${mode}, which is ${Number.parseInt(String(mode), 8)} in JSON`,
  };
}

/** `0o644` → 644. */
function octalDigits(mode: number): number {
  return Number(mode.toString(8));
}
