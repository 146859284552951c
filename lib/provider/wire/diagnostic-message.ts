import type { Diagnostic } from "../framework/values";
import { tfplugin6 } from "../rpc/generated/messages";
import { pathMessage } from "./attribute-path";
import type { WireType } from "./type";

const { ERROR, WARNING } = tfplugin6.Diagnostic.Severity;

/** Diagnostics as the protocol has them; `type` is that of the values which their paths point into. */
export function diagnosticMessages(
  type: WireType,
  diagnostics: readonly Diagnostic[],
): tfplugin6.Diagnostic.$Properties[] {
  return diagnostics.map(({ severity, summary, detail, path }) => ({
    severity: severity === "error" ? ERROR : WARNING,
    summary,
    detail,
    ...(path !== undefined && path.length > 0 && { attribute: pathMessage(type, path) }),
  }));
}
