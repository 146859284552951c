import { DiagnosticError } from "../framework/values";
import { type Endpoint, labelOf } from "./server-config";

/** A failure that may pass by itself, as when a server is still booting. */
export class NotYet extends Error {
  /** @param patience most seconds worth waiting, if that is less than the caller would wait */
  constructor(
    message: string,
    readonly patience = Number.POSITIVE_INFINITY,
  ) {
    super(message);
  }
}

/** The server did not answer in time. Nothing is known about what is on it. */
export class ServerUnreachable extends DiagnosticError {}

/** A failure while talking to a server. */
export function connectionFailure(server: Endpoint, detail: string): DiagnosticError {
  return new DiagnosticError([{ severity: "error", summary: `Unable to connect to "${labelOf(server)}"`, detail }]);
}

export function unreachable(server: Endpoint, seconds: number, cause: string): ServerUnreachable {
  const waited = seconds > 0 ? ` (tried for ${seconds} s)` : "";
  return new ServerUnreachable([
    { severity: "error", summary: `Unable to connect to "${labelOf(server)}"`, detail: `${cause}${waited}` },
  ]);
}

const PASSING = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "EAI_AGAIN",
]);

/** Whether an error of a socket or of the handshake may pass by itself. */
export function mayPass(error: Error & { code?: unknown; level?: unknown }): boolean {
  if (typeof error.code === "string") return PASSING.has(error.code);
  return (
    error.level === "client-timeout" ||
    /lost before handshake|No response from server|Not connected|ended/i.test(error.message)
  );
}
