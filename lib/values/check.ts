import type { z } from "zod";
import type { Path, Problem } from "./config-error";

/** What a rule written as a zod refinement says of a violation. */
export interface Refusal {
  readonly code: string;
  readonly severity?: Problem["severity"];
  readonly what: string;
  readonly got?: string;
  readonly allowed?: string;
  readonly fix: string;
  /** Below the value that the refinement stands on. */
  readonly path?: Path;
}

interface Context {
  addIssue(issue: { code: "custom"; message: string; path?: (string | number)[]; params: { refusal: Refusal } }): void;
}

/** Reports a violation from within `superRefine`. */
export function refuse(context: Context, refusal: Refusal): void {
  context.addIssue({ code: "custom", message: refusal.what, path: [...(refusal.path ?? [])], params: { refusal } });
}

/**
 * Checks a value and answers every problem; an empty list means that it is sound.
 *
 * @param module first half of the codes of violations that name none themselves: `<module>/invalid-type` and so on
 */
export function check(schema: z.ZodType, value: unknown, module: string): readonly Problem[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => problemsOf(issue, [], value, module));
}

function problemsOf(issue: z.core.$ZodIssue, above: Path, root: unknown, module: string): readonly Problem[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  // No alternative was tried where the discriminator itself is wrong.
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const best = closest(issue.errors);
    return best.flatMap((inner) => problemsOf(inner, path, root, module));
  }
  const refusal = issue.code === "custom" ? (issue.params as { refusal?: Refusal } | undefined)?.refusal : undefined;
  if (refusal !== undefined) {
    const { code, severity = "error", what, got, allowed, fix } = refusal;
    return [
      {
        code,
        severity,
        path,
        what,
        ...(got === undefined ? {} : { got }),
        ...(allowed === undefined ? {} : { allowed }),
        fix,
      },
    ];
  }
  const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
  const given = valueAt(root, path);
  const isMissing = issue.code === "invalid_type" && given === undefined;
  return [
    {
      code: `${module}/${issue.code.replaceAll("_", "-")}`,
      severity: "error",
      path,
      what: isMissing ? "a value that is needed is missing" : issue.message,
      got: keys.length > 0 ? keys.join(", ") : scalarOrKind(given),
      fix: keys.length > 0 ? `remove ${keys.join(", ")}` : isMissing ? "give the value" : "correct the value",
    },
  ];
}

/** Of a union's alternatives, the one that got furthest: the fewest problems, then the deepest. */
function closest(alternatives: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    Math.max(0, ...issues.map((issue) => issue.path.length));
  return [...alternatives].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], root);
}

/** Lists and objects are only named: what is in them may be a secret. */
function scalarOrKind(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : shorten(value);
}

/** A value as an error shows it: on one line and not too long. */
export function shorten(value: unknown, limit = 80): string {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value));
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
