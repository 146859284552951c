import type { FileView } from "../machine/file-view";
import { NginxError, type Directive } from "./nginx-config";

export type Variables = Map<string, string>;

/** Puts variables in; one that is not set is empty. */
export function expand(text: string, variables: Variables): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_whole, braced?: string, bare?: string) => {
    return variables.get(braced ?? bare ?? "") ?? "";
  });
}

/** Matches a pattern, and keeps what its groups caught as `$1` and `$name`. */
export function matchPattern(pattern: string, text: string, ignoreCase: boolean, variables: Variables): boolean {
  const match = regex(pattern, ignoreCase).exec(text);
  if (match === null) return false;
  match.slice(1).forEach((group, index) => variables.set(String(index + 1), group ?? ""));
  for (const [name, group] of Object.entries(match.groups ?? {})) variables.set(name, group ?? "");
  return true;
}

/** Refuses a location whose pattern is none. */
export function checkRegex(location: Directive): void {
  const [modifier, pattern = ""] = location.words;
  if (modifier !== "~" && modifier !== "~*") return;
  try {
    regex(pattern, false);
  } catch (error) {
    throw new NginxError(
      `pcre2_compile() failed: ${error instanceof Error ? error.message : ""} in line ${location.line}`,
    );
  }
}

/** The condition of an `if`: words between its parentheses. */
export function conditionHolds(words: readonly string[], variables: Variables, view: FileView): boolean {
  const [left = "", operator, right = ""] = words
    .join(" ")
    .replace(/^\(\s*|\s*\)$/g, "")
    .split(/\s+/);
  if (/^!?-[fdex]$/.test(left) && operator !== undefined) {
    const path = expand(operator, variables);
    const holds = left.endsWith("f")
      ? view.isFile(path)
      : left.endsWith("d")
        ? view.isDirectory(path)
        : view.exists(path);
    return holds !== left.startsWith("!");
  }
  const value = expand(left, variables);
  switch (operator) {
    case undefined:
      return value !== "" && value !== "0";
    case "=":
      return value === expand(right, variables);
    case "!=":
      return value !== expand(right, variables);
    case "~":
    case "~*":
      return matchPattern(right, value, operator === "~*", variables);
    case "!~":
    case "!~*":
      return !matchPattern(right, value, operator === "!~*", variables);
    default:
      throw new NginxError(`unexpected "${operator}" in condition`);
  }
}

function regex(pattern: string, ignoreCase: boolean): RegExp {
  return new RegExp(pattern.replaceAll("(?P<", "(?<"), ignoreCase ? "i" : "");
}
