/**
 * Whose rules a value has to survive. What stands in a quadlet's own sections ends up in `ExecStart=` of the generated
 * service, where systemd would expand `$`; elsewhere only specifiers (`%`) are expanded.
 */
export type Dialect = "systemd" | "quadlet";

/** Anything that systemd could take for the end of a line; such values are refused, never escaped. */
export const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

/** Makes `%` stand for itself, and `$` too where the text is to become part of a command line. */
export function escapeText(text: string, dialect: Dialect): string {
  const literal = text.replaceAll("%", "%%");
  return dialect === "quadlet" ? literal.replaceAll("$", "$$$$") : literal;
}

/** Writes one word of a list that systemd splits at blanks, in quotes if it needs them. */
export function quoteWord(word: string): string {
  const plain = /^[^\s"'\\;]+$/.test(word);
  return plain ? word : `"${word.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Writes one word of a command line: neither a specifier nor a variable is expanded in it. */
export function escapeCommandWord(word: string): string {
  return quoteWord(escapeText(word, "quadlet"));
}

/** The name that systemd demands of the unit that mounts or watches `path`: `/var/lib/x` → `var-lib-x`. */
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
