/** Stands for a value that OpenTofu does not know yet. Not the same as null, which means "not set". */
export const UNKNOWN: unique symbol = Symbol("unknown");

/**
 * A number that no double holds exactly. Only a `dynamic` value has such: where the schema says `number`, it is refused.
 */
export class ExactNumber {
  /** @param text all of its digits, in decimal */
  constructor(readonly text: string) {}

  toJSON(): string {
    return this.text;
  }
}

/** A value as resources see it: numbers are doubles, objects carry every attribute of their schema. */
export type Value = null | typeof UNKNOWN | string | number | boolean | ExactNumber | readonly Value[] | ValueObject;
export interface ValueObject {
  readonly [name: string]: Value;
}

/** Where in a resource an error stands. */
export type AttributePath = readonly (string | number)[];

export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** `Unable to <verb> <noun> "<name>"`. */
  readonly summary: string;
  /** The whole chain of causes, then what to do. Never a secret. */
  readonly detail: string;
  readonly path?: AttributePath;
}

/**
 * A failure that users see as it stands.
 *
 * Anything else that is thrown becomes a diagnostic as well, but one that calls itself a bug.
 */
export class DiagnosticError extends Error {
  override readonly name = "DiagnosticError";

  /** @param state what exists now, if the failed operation got half-way: it is saved, so that the next apply goes on from there */
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly state?: ValueObject,
  ) {
    super(diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`).join("\n"));
  }
}

export function failure(summary: string, detail: string, path?: AttributePath): DiagnosticError {
  return new DiagnosticError([{ severity: "error", summary, detail, ...(path === undefined ? {} : { path }) }]);
}
