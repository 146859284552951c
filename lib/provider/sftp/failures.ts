import { DiagnosticError } from "../framework/values";
import { isPassingCode } from "../remote/failures";
import { type Endpoint, labelOf } from "./server-config";

/** A failure while talking to a server. */
export function connectionFailure(server: Endpoint, detail: string): DiagnosticError {
  return new DiagnosticError([{ severity: "error", summary: `Unable to connect to "${labelOf(server)}"`, detail }]);
}

/** Whether an error of a socket or of the handshake may pass by itself. */
export function mayPass(error: Error & { code?: unknown; level?: unknown }): boolean {
  if (typeof error.code === "string") return isPassingCode(error.code);
  return (
    error.level === "client-timeout" ||
    /lost before handshake|No response from server|Not connected|ended/i.test(error.message)
  );
}
