import { homedir } from "node:os";
import { join } from "node:path";
import { DiagnosticError, failure, type Diagnostic, type ValueObject } from "./framework/values";
import type { ProxmoxApi } from "./proxmox/api";
import { connectProxmox } from "./proxmox/client";
import { refuseShortSecret, sealOf, type Seal } from "./seal/seal";
import { Settings, type Environment } from "./settings";
import { SftpPool } from "./sftp/pool";

/** What resources and data sources work with. Each part is made when it is first asked for. */
export interface Client {
  /** @throws DiagnosticError if the provider has not been told how to reach it */
  readonly proxmox: () => ProxmoxApi;
  readonly sftp: SftpPool;
  readonly seal: Seal;
  /** Where downloads are kept. */
  readonly cacheDirectory: string;
}

/** The only place where the provider reads its environment. */
export const processEnvironment: Environment = process.env;

/** Makes the client that a provider block and the environment describe; see `schema.ts` for both. */
export function configure(block: ValueObject, environment: Environment = processEnvironment): Client {
  const settings = new Settings(block, environment);
  const seal = once(() => sealOf(required(settings, "seal_secret", "SLIPWAY_SEAL_SECRET", "the seal secret")));
  const sftp = once(() => new SftpPool({ agent: settings.variable("SSH_AUTH_SOCK") }));
  return {
    proxmox: once(() => proxmox(settings)),
    get sftp() {
      return sftp();
    },
    seal: { sealedKey: (name, generation) => seal().sealedKey(name, generation) },
    get cacheDirectory() {
      return settings.text("cache_directory", "SLIPWAY_CACHE_DIR") ?? userCache(settings);
    },
  };
}

/** What is wrong with a provider block by itself. */
export function validateConfiguration(block: ValueObject): readonly Diagnostic[] {
  const twice = ["api_token", "seal_secret"].flatMap((name) => {
    if (block[name] == null || block[`${name}_file`] == null) return [];
    const detail = `"${name}" and "${name}_file" are both set: keep one of them, best the file.`;
    return [{ severity: "error", summary: `Unable to choose between two values`, detail, path: [name] } as const];
  });
  const secret = block["seal_secret"];
  return [...twice, ...(typeof secret === "string" ? diagnosticsOf(() => refuseShortSecret(secret)) : [])];
}

function diagnosticsOf(check: () => void): readonly Diagnostic[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

function proxmox(settings: Settings): ProxmoxApi {
  const endpoint = settings.text("endpoint", "PROXMOX_VE_ENDPOINT");
  if (endpoint === undefined) throw missing("the Proxmox VE API", "endpoint", "PROXMOX_VE_ENDPOINT");
  const apiToken = required(settings, "api_token", "PROXMOX_VE_API_TOKEN", "the Proxmox VE API's token");
  const caCertificate = settings.text("ca_certificate", "") ?? settings.contents("", "PROXMOX_VE_CA_FILE");
  const insecure = settings.flag("insecure", "PROXMOX_VE_INSECURE");
  try {
    return connectProxmox({ endpoint, apiToken, caCertificate, insecure });
  } catch (error) {
    throw failure(`Unable to use the Proxmox VE API at ${endpoint}`, error instanceof Error ? error.message : "");
  }
}

function required(settings: Settings, attribute: string, variable: string, what: string): string {
  const value = settings.secret(attribute, variable);
  if (value === undefined) throw missing(what, attribute, variable, `${variable}_FILE`);
  return value;
}

function missing(what: string, attribute: string, ...variables: readonly string[]): DiagnosticError {
  const detail = `Neither "${attribute}" in the provider block nor ${variables.join(" or ")} in the environment is set.`;
  return failure(`Unable to find ${what}`, detail, [attribute]);
}

function userCache(settings: Settings): string {
  return join(settings.variable("XDG_CACHE_HOME") ?? join(homedir(), ".cache"), "slipway");
}

/** Failures are not kept: what is missing now may be there at the next call. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
