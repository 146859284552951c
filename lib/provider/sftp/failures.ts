import { DiagnosticError } from "../framework/values";
import { isPassingCode } from "../remote/failures";
import { type Endpoint, labelOf } from "./server-config";

/** A failure while talking to a server. */
export function connectionFailure(server: Endpoint, detail: string): DiagnosticError {
  return new DiagnosticError([{ severity: "error", summary: `Unable to connect to "${labelOf(server)}"`, detail }]);
}

/** Whether an error of a socket or of the handshake may pass by itself. What a server says of it does not count. */
export function mayPass(error: Error & { code?: unknown; level?: unknown }): boolean {
  if (typeof error.code === "string") return isPassingCode(error.code);
  // What ssh2 says of a failed handshake quotes the server; with a number it is the server's goodbye (DISCONNECT).
  if (error.level === "handshake" || typeof error.code === "number") return false;
  return (
    error.level === "client-timeout" ||
    /lost before handshake|No response from server|Not connected|ended/i.test(error.message)
  );
}
