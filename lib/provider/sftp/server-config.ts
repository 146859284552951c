import type { Value, ValueObject } from "../framework/values";

/** An SSH server, how to know it, and how to log in to it. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;

  /** The only keys that it may have, each as `ssh-ed25519 AAAA…`. */
  readonly hostKeys: readonly string[];

  /** Private key file; without one the agent is asked. */
  readonly identityFile: string | undefined;

  /** OpenSSH certificate of that key, by which a server knows it that knows only its authority. */
  readonly certificateFile?: string | undefined;

  /** Socket of another agent than the environment's. */
  readonly identityAgent?: string | undefined;
}

/** The attribute `server` of a resource. */
export interface ServerConfig extends Endpoint {
  /** Seconds to wait for a server that is still booting. */
  readonly connectTimeout: number;

  /** Most seconds that the answer to a request may take. @default 60 */
  readonly answerTimeout?: number;

  /** Seconds of silence after which the server is asked for a sign of life; 0 for never. @default 15 */
  readonly keepAlive?: number;

  /** The servers through which it is reached, the first of them reached directly. */
  readonly bastions: readonly Endpoint[];
}

/** What counts where the user says nothing. */
export const DEFAULTS = { connectTimeout: 300, answerTimeout: 60, keepAlive: 15 } as const;

/** Reads the attribute `server`. It must be wholly known. */
export function decodeServer(value: Value | undefined): ServerConfig {
  const server = value as ValueObject;
  const one = server.bastion === null || server.bastion === undefined ? [] : [server.bastion];
  const bastions = Array.isArray(server.bastions) ? (server.bastions as readonly Value[]) : one;
  return {
    ...decodeEndpoint(server, 22, ""),
    connectTimeout: numberOr(server.connect_timeout, DEFAULTS.connectTimeout),
    answerTimeout: numberOr(server.answer_timeout, DEFAULTS.answerTimeout),
    keepAlive: numberOr(server.keep_alive, DEFAULTS.keepAlive),
    bastions: bastions.map((bastion) => decodeEndpoint(bastion as ValueObject, 22, "root")),
  };
}

function decodeEndpoint(value: ValueObject, port: number, user: string): Endpoint {
  return {
    host: String(value.host),
    port: numberOr(value.port, port),
    user: textOf(value.user) ?? user,
    hostKeys: Array.isArray(value.host_keys) ? value.host_keys.map(String) : [],
    identityFile: textOf(value.identity_file),
    certificateFile: textOf(value.certificate_file),
    identityAgent: textOf(value.identity_agent),
  };
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numberOr(value: Value | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** `user@host:port`, for messages. */
export function labelOf({ user, host, port }: Endpoint): string {
  return `${user}@${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Equal for servers that may share a connection. How long to wait for the server is each user's own. */
export function poolKey(server: ServerConfig): string {
  return JSON.stringify({ ...server, connectTimeout: undefined, answerTimeout: undefined });
}
