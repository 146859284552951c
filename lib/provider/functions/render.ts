import { decodeDocument, renderDocument, type RenderedDocument } from "../../documents";
import { ConfigError, formatProblem } from "../../values/config-error";
import { FunctionFailure } from "../framework/function";
import type { Value } from "../framework/values";

/** @throws FunctionFailure with everything that is wrong with the document, which is the first argument */
export function render(document: Value): RenderedDocument {
  try {
    return renderDocument(decodeDocument(typeof document === "string" ? document : JSON.stringify(document)));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.filter(({ severity }) => severity === "error");
    throw new FunctionFailure(problems.map((problem) => formatProblem(problem)).join("\n\n"), 0);
  }
}
