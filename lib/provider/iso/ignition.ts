import { checkFilledDocument, decodeDocument, type RenderedDocument, renderDocument } from "../../documents";
import { ConfigError, formatProblem, type Problem } from "../../values/config-error";
import type { LateSource } from "../../values/late";
import { type Diagnostic, DiagnosticError } from "../framework/values";
import type { Client } from "../configuration";

const PATH = ["ignition_wo"];

/** What is wrong with a config that is known; late parts are checked when they are filled in. */
export function ignitionDiagnostics(json: string, name: string): readonly Diagnostic[] {
  try {
    const document = decodeDocument(json);
    if (document.kind !== "ignition") return diagnostics([wrongKind(document.kind)], name);
    return diagnostics(checkFilledDocument(document), name);
  } catch (error) {
    return diagnostics(problemsIn(error), name);
  }
}

/**
 * Renders the config with the host keys that only the provider knows.
 *
 * @throws DiagnosticError with everything that is wrong in the config
 */
export function renderIgnition(json: string, name: string, seal: Client["seal"]): RenderedDocument {
  try {
    return renderDocument(decodeDocument(json), (source) => sealed(source, seal));
  } catch (error) {
    throw new DiagnosticError(diagnostics(problemsIn(error), name));
  }
}

function sealed(source: LateSource, seal: Client["seal"]): string | undefined {
  if (source.from !== "sealed-key") return undefined;
  const key = seal.sealedKey(source.name, source.generation);
  return source.part === "private" ? key.privateKey : key.publicKey;
}

function diagnostics(problems: readonly Problem[], name: string): readonly Diagnostic[] {
  return problems.map((problem) => ({
    severity: problem.severity,
    summary:
      problem.severity === "error"
        ? `Unable to accept the Ignition config of ISO "${name}"`
        : `The Ignition config of ISO "${name}" looks wrong`,
    detail: formatProblem(problem),
    path: PATH,
  }));
}

function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof ConfigError) return error.problems;
  throw error;
}

function wrongKind(kind: string): Problem {
  const what = "the document is no Ignition config";
  return {
    code: "coreos-iso/kind",
    severity: "error",
    path: ["kind"],
    what,
    got: kind,
    allowed: "ignition",
    fix: "embed an Ignition config",
  };
}
