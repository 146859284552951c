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
}

/** The attribute `server` of a resource. */
export interface ServerConfig extends Endpoint {
  /** Seconds to wait for a server that is still booting. */
  readonly connectTimeout: number;

  readonly bastion: Endpoint | undefined;
}

/** Reads the attribute `server`. It must be wholly known. */
export function decodeServer(value: Value | undefined): ServerConfig {
  const server = value as ValueObject;
  return {
    ...decodeEndpoint(server, 22, ""),
    connectTimeout: numberOr(server.connect_timeout, 300),
    bastion:
      server.bastion === null || server.bastion === undefined
        ? undefined
        : decodeEndpoint(server.bastion as ValueObject, 22, "root"),
  };
}

function decodeEndpoint(value: ValueObject, port: number, user: string): Endpoint {
  return {
    host: String(value.host),
    port: numberOr(value.port, port),
    user: typeof value.user === "string" ? value.user : user,
    hostKeys: Array.isArray(value.host_keys) ? value.host_keys.map(String) : [],
    identityFile: typeof value.identity_file === "string" ? value.identity_file : undefined,
  };
}

function numberOr(value: Value | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** `user@host:port`, for messages. */
export function labelOf({ user, host, port }: Endpoint): string {
  return `${user}@${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Equal for servers that may share a connection. */
export function poolKey({ host, port, user, hostKeys, identityFile, bastion }: ServerConfig): string {
  return JSON.stringify({ host, port, user, hostKeys, identityFile, bastion });
}
