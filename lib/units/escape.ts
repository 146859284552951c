/**
 * Whose rules a value has to survive:
 *
 * - `systemd`: a unit of systemd's own, where specifiers (`%`) are expanded;
 * - `quadlet`: podman's own section of a quadlet, which ends up in `ExecStart=` of the generated service, where systemd
 *   expands `$` too;
 * - `beside-quadlet`: systemd's sections of a quadlet, which podman's generator copies, except that it puts the names of
 *   services in the place of quadlets' names.
 */
export type Dialect = "systemd" | "quadlet" | "beside-quadlet";

/**
 * What systemd or podman's generator could take for the end of a line, or would drop the whole line for: control
 * characters, Unicode's line ends, halves of surrogate pairs and code points that are no characters (systemd refuses
 * those as invalid UTF-8). Such values are refused, never escaped.
 *
 * Source: systemd.syntax(7), "General syntax"; systemd refuses a line that is not valid UTF-8.
 */
export const UNSAFE_CHARACTERS = /[\p{Cc}\u2028\u2029\p{Surrogate}\p{Noncharacter_Code_Point}]/u;

/**
 * Makes `%` stand for itself, and `$` too where the text is to become part of a command line.
 *
 * Source: systemd.unit(5), "Specifiers"; systemd.service(5), "Command lines".
 */
export function escapeText(text: string, dialect: Dialect): string {
  const literal = text.replaceAll("%", "%%");
  return dialect === "quadlet" ? escapeDollars(literal) : literal;
}

/** Keeps systemd from putting an environment variable in the place of `$NAME`. Source: systemd.service(5), "Command lines". */
export function escapeDollars(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/**
 * Writes one word of a list that is split at blanks and in which C escapes are known, in quotes if it needs them.
 *
 * Source: systemd.syntax(7), "Quoting".
 */
export function quoteWord(word: string): string {
  const plain = /^[^\s"'\\;]+$/.test(word);
  return plain ? word : `"${escapeBackslashes(word).replaceAll('"', '\\"')}"`;
}

/**
 * Writes one word of a list that podman's generator splits at blanks without knowing escapes: there a backslash stands
 * for itself and a quote cannot be written, so the caller must have refused both.
 *
 * Source: podman's pkg/systemd/parser, `LookupAllStrv`.
 */
export function quoteBlanks(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word;
}

/** Doubles backslashes, for values in which C escapes are known. Source: systemd.syntax(7), "Quoting". */
export function escapeBackslashes(text: string): string {
  return text.replaceAll("\\", "\\\\");
}

/**
 * Writes blanks at both ends of a value, which would be dropped, as C escapes.
 *
 * Source: systemd.syntax(7), "General syntax" and "Quoting".
 */
export function escapeOuterBlanks(text: string): string {
  return text.replace(/^ | $/g, "\\x20");
}

/**
 * The name that systemd demands of the unit that mounts or watches `path`: `/var/lib/x` → `var-lib-x`.
 *
 * Source: systemd.unit(5), "String escaping for inclusion in unit names".
 */
export function escapePath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.length === 0) return "-";
  return parts.map((part, index) => escapeNamePart(part, index === 0)).join("-");
}

function escapeNamePart(part: string, first: boolean): string {
  return [...Buffer.from(part, "utf8")]
    .map((byte, index) => {
      const character = String.fromCharCode(byte);
      const plain = /[A-Za-z0-9:_.]/.test(character) && !(first && index === 0 && character === ".");
      return plain ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}
