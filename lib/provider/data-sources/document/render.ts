import {
  checkDocument,
  decodeDocument,
  renderDocument,
  type Document,
  type RenderedDocument,
} from "../../../documents";
import { ConfigError, formatProblem, type Problem } from "../../../values/config-error";
import { fillLate, type LateSource } from "../../../values/late";
import { DiagnosticError, type Diagnostic } from "../../framework/values";
import type { Seal } from "../../seal/seal";

/** Who may see the result: a data source's is in the state, where no private key may be. */
export type Secrecy = "in the state" | "ephemeral";

/** Everything that is wrong with a document in JSON; what is late is checked when it is rendered. */
export function checkText(json: string, secrecy: Secrecy): readonly Diagnostic[] {
  try {
    const document = decodeDocument(json);
    return errorsOf([...checkDocument(document), ...leaks(document, secrecy)]);
  } catch (error) {
    return errorsOf(problemsIn(error));
  }
}

/** @throws DiagnosticError with everything that is wrong */
export function renderText(json: string, seal: Seal, secrecy: Secrecy): RenderedDocument {
  try {
    const document = decodeDocument(json);
    const secrets = leaks(document, secrecy);
    if (secrets.length > 0) throw new ConfigError(secrets);
    return renderDocument(document, (source) => keyOf(source, seal));
  } catch (error) {
    throw new DiagnosticError(errorsOf(problemsIn(error)));
  }
}

function keyOf(source: LateSource, seal: Seal): string | undefined {
  if (source.from !== "sealed-key") return undefined;
  const key = seal.sealedKey(source.name, source.generation);
  return source.part === "private" ? key.privateKey : key.publicKey;
}

function leaks(document: Document, secrecy: Secrecy): readonly Problem[] {
  return secrecy === "ephemeral" ? [] : privateKeys(document);
}

function privateKeys(document: Document): readonly Problem[] {
  const names = new Set<string>();
  fillLate(document, (source) => {
    if (source.from === "sealed-key" && source.part === "private") names.add(source.name);
    return undefined;
  });
  return [...names].map((name) => ({
    code: "document/private-key",
    severity: "error",
    path: [],
    what: `the document holds the private host key of "${name}", and a data source's result is in the state`,
    fix: "hand the document to slipway_files or slipway_coreos_iso instead, which keep no content, or use the ephemeral slipway_document",
  }));
}

function errorsOf(problems: readonly Problem[]): readonly Diagnostic[] {
  return problems
    .filter(({ severity }) => severity === "error")
    .map((problem) => ({
      severity: "error",
      summary: "Unable to accept the document",
      detail: formatProblem(problem),
      path: ["document"],
    }));
}

function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof ConfigError) return error.problems;
  throw error;
}
