import { ConfigError, formatProblem } from "../../values/config-error";
import { DiagnosticError, type Diagnostic } from "./values";

/** What an operation came to: nothing is ever thrown across to OpenTofu. */
export interface Outcome<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

export type Warn = (diagnostic: Omit<Diagnostic, "severity">) => void;

/**
 * Runs an operation, and turns whatever it throws into diagnostics.
 *
 * @param doing what failed if it fails, as in `Unable to <doing>`
 * @param fallback what is true if it fails
 */
export async function report<T>(
  doing: string,
  signal: AbortSignal,
  operation: (warn: Warn) => T | Promise<T>,
  fallback: (error: unknown) => T,
): Promise<Outcome<T>> {
  const warnings: Diagnostic[] = [];
  try {
    const value = await operation((diagnostic) => warnings.push({ ...diagnostic, severity: "warning" }));
    return { value, diagnostics: warnings };
  } catch (error) {
    return { value: fallback(error), diagnostics: [...warnings, ...diagnosticsOf(error, doing, signal)] };
  }
}

/** What users see of an error. */
export function diagnosticsOf(error: unknown, doing: string, signal: AbortSignal): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return withError(error.diagnostics, doing);
  if (error instanceof ConfigError) return error.problems.map((problem) => ofProblem(problem, error.subject));
  if (signal.aborted)
    return [one("Operation cancelled", `Interrupted while trying to ${doing}. Apply again to go on.`)];
  const stack = error instanceof Error ? error.stack : undefined;
  console.error(`Unable to ${doing}: ${stack ?? String(error)}`);
  return [one(`Unable to ${doing}`, `${causesOf(error)}\nSlipway did not expect this: please report it as a bug.`)];
}

const one = (summary: string, detail: string): Diagnostic => ({ severity: "error", summary, detail });

/** A failure without a single error would pass as a success. */
function withError(diagnostics: readonly Diagnostic[], doing: string): readonly Diagnostic[] {
  if (diagnostics.some(({ severity }) => severity === "error")) return diagnostics;
  return [...diagnostics, one(`Unable to ${doing}`, "The operation gave no reason.")];
}

function ofProblem(problem: ConfigError["problems"][number], subject: string): Diagnostic {
  return { severity: problem.severity, summary: problem.what, detail: formatProblem(problem, subject) };
}

/** The messages of an error and of all that caused it, the outermost first. */
export function causesOf(error: unknown): string {
  const messages: string[] = [];
  let at = error;
  // A chain that leads back to itself must not keep us here.
  for (let depth = 0; at !== undefined && depth < 10; depth += 1) {
    // Errors of Node's own are no instances of our Error where a test runs in a realm of its own.
    const { message, cause } = (at ?? {}) as { readonly message?: unknown; readonly cause?: unknown };
    messages.push(typeof message === "string" ? message : String(at));
    at = cause;
  }
  return messages.filter((message) => message !== "").join(": ");
}
