import { toError } from "./errors";
import { type AttributePath, DiagnosticError, type ValueObject } from "../framework/values";

/** A failure with the whole chain of its causes, ready for users. */
export function unable(
  what: string,
  error: unknown,
  more: { readonly path?: AttributePath; readonly state?: ValueObject; readonly advice?: string } = {},
): DiagnosticError {
  // A diagnostic from further in says more than its caller could; only the state is added.
  if (error instanceof DiagnosticError) return new DiagnosticError(error.diagnostics, error.state ?? more.state);
  const detail = [causes(error), ...(more.advice === undefined ? [] : [more.advice])].join("\n");
  return new DiagnosticError(
    [
      {
        severity: "error",
        summary: `Unable to ${what}`,
        detail,
        ...(more.path === undefined ? {} : { path: more.path }),
      },
    ],
    more.state,
  );
}

/** What an error and all that led to it say, the outermost first, without repeating what is quoted already. */
export function causes(error: unknown): string {
  const messages: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current !== undefined && current !== null; depth++) {
    const { name, message, cause } = toError(current);
    // The reason of an abort says more than "This operation was aborted".
    const said = name !== "AbortError" ? message : cause === undefined ? "Operation cancelled" : "";
    if (said !== "" && !messages.some((earlier) => earlier.includes(said))) messages.push(said);
    current = cause;
  }
  return messages.join("\ncaused by: ");
}
