import { DiagnosticError } from "../framework/values";

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

/** A request that the server refused, or that got no answer. */
export class RemoteError extends Error {
  constructor(
    what: string,
    reason: Error,
    /** The server's own code, such as a status of SFTP or of HTTP; undefined if no answer came. */
    readonly code: number | undefined,
  ) {
    super(`${what}: ${reason.message}`);
  }
}

/** @param label names the server in messages, such as `user@host:port` */
export function unreachable(label: string, seconds: number, cause: string): ServerUnreachable {
  const waited = seconds > 0 ? ` (tried for ${seconds} s)` : "";
  return new ServerUnreachable([
    { severity: "error", summary: `Unable to connect to "${label}"`, detail: `${cause}${waited}` },
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

/** Whether an error of a socket may pass by itself. */
export function isPassingCode(code: unknown): boolean {
  return typeof code === "string" && PASSING.has(code);
}
