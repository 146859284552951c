import { homedir } from "node:os";
import { join } from "node:path";
import { bareUrl } from "../values/bare-url";
import type { Client } from "./configuration";
import { causesOf } from "./framework/report";
import { failure, type DiagnosticError } from "./framework/values";
import type { ProxmoxApi } from "./proxmox/api";
import { connectProxmox } from "./proxmox/client";
import { sealOf } from "./seal/seal";
import type { Settings } from "./settings";

/** Makes the client; a setting that is missing or not known yet is an error only of the part that needs it. */
export function makeClient(settings: Settings): Client {
  const seal = once(() => sealOf(required(settings, "seal_secret", "SLIPWAY_SEAL_SECRET", "the seal secret")));
  // What speaks SSH is as large as all the rest, and most calls need none.
  const sftp = once(async () => {
    const { SftpPool } = await import("./sftp/pool");
    return new SftpPool({ agent: settings.variable("SSH_AUTH_SOCK") });
  });
  return {
    proxmox: once(() => proxmox(settings)),
    sftp: { use: async (...use) => (await sftp()).use(...use) },
    seal: { sealedKey: (name, generation) => seal().sealedKey(name, generation) },
    webdav: {
      password: settings.variable("SLIPWAY_WEBDAV_PASSWORD"),
      token: settings.variable("SLIPWAY_WEBDAV_TOKEN"),
    },
    get cacheDirectory() {
      return settings.text("cache_directory", "SLIPWAY_CACHE_DIR") ?? userCache(settings);
    },
    get cacheLimitBytes() {
      return cacheLimit(settings.text("cache_limit_mib", "SLIPWAY_CACHE_LIMIT_MIB") ?? "10240");
    },
    get signingKeys() {
      const file = settings.bytes("signing_keys_file", "SLIPWAY_SIGNING_KEYS_FILE");
      return file === undefined ? [] : [file];
    },
  };
}

function proxmox(settings: Settings): ProxmoxApi {
  const endpoint = settings.text("endpoint", "PROXMOX_VE_ENDPOINT");
  if (endpoint === undefined) throw missing("the Proxmox VE API", "endpoint", "PROXMOX_VE_ENDPOINT");
  const apiToken = required(settings, "api_token", "PROXMOX_VE_API_TOKEN", "the Proxmox VE API's token");
  const caCertificate = settings.text("ca_certificate", "") ?? settings.contents("", "PROXMOX_VE_CA_FILE");
  const fingerprint = settings.text("fingerprint", "PROXMOX_VE_FINGERPRINT");
  const insecure = settings.flag("insecure", "PROXMOX_VE_INSECURE");
  try {
    return connectProxmox({ endpoint, apiToken, caCertificate, fingerprint, insecure });
  } catch (error) {
    throw failure(`Unable to use the Proxmox VE API at ${bareUrl(endpoint)}`, causesOf(error));
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

function cacheLimit(mib: string): number {
  if (/^\d{1,9}$/.test(mib)) return Number(mib) * 1024 * 1024;
  throw failure(
    'Unable to use "cache_limit_mib"',
    `It is "${mib}", and has to be a whole number of MiB. The environment's SLIPWAY_CACHE_LIMIT_MIB counts where the provider block has none.`,
    ["cache_limit_mib"],
  );
}

function userCache(settings: Settings): string {
  return join(settings.variable("XDG_CACHE_HOME") ?? join(homedir(), ".cache"), "slipway");
}

/** Failures are not kept: what is missing now may be there at the next call. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
