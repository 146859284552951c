import { DiagnosticError, type Diagnostic, type ValueObject } from "./framework/values";
import type { ProxmoxApi } from "./proxmox/api";
import { refuseShortSecret, type Seal } from "./seal/seal";
import { Settings, type Environment } from "./settings";
import type { SftpPool } from "./sftp/pool";
import type { WebdavSecrets } from "./webdav/server-config";
import { FINGERPRINT_FORM, parseFingerprint } from "./tls/fingerprint";

/** Sessions on SFTP servers; see there. */
export type SftpServers = Pick<SftpPool, "use">;

/** What resources and data sources work with. Each part is made when it is first asked for. */
export interface Client {
  /** @throws DiagnosticError if the provider has not been told how to reach it */
  readonly proxmox: () => ProxmoxApi;
  readonly sftp: SftpServers;
  readonly seal: Seal;
  /** What the environment says of WebDAV servers, whose resources may name files instead. */
  readonly webdav?: WebdavSecrets;
  /** Where downloads are kept. */
  readonly cacheDirectory: string;
  /** How much of them is kept, in bytes. */
  readonly cacheLimitBytes: number;
  /** Key files, armoured or binary, that may sign images beside Fedora's. */
  readonly signingKeys: readonly Buffer[];
}

/** The only place where the provider reads its environment. */
export const processEnvironment: Environment = process.env;

/**
 * Makes the client that a provider block and the environment describe; see `schema.ts` for both.
 *
 * @param warn told of what users have to know of the connection, each time
 */
export async function configure(
  block: ValueObject,
  environment: Environment = processEnvironment,
  warn: (warning: Omit<Diagnostic, "severity">) => void = () => undefined,
): Promise<Client> {
  const settings = new Settings(block, environment);
  const warning = insecureWarning(settings);
  if (warning !== undefined) warn(warning);
  // Its libraries take longer to load than all the rest, and who only wants the schema needs none.
  const { makeClient } = await import("./client");
  return makeClient(settings);
}

/** What is wrong with a provider block by itself. */
export function validateConfiguration(block: ValueObject): readonly Diagnostic[] {
  const twice = ["api_token", "seal_secret"].flatMap((name) => {
    if (block[name] == null || block[`${name}_file`] == null) return [];
    const detail = `"${name}" and "${name}_file" are both set: keep one of them, best the file.`;
    return [{ severity: "error", summary: `Unable to choose between two values`, detail, path: [name] } as const];
  });
  const secret = block["seal_secret"];
  return [
    ...twice,
    ...pinProblems(block),
    ...(typeof secret === "string" ? diagnosticsOf(() => refuseShortSecret(secret)) : []),
  ];
}

function pinProblems({ fingerprint, insecure }: ValueObject): readonly Diagnostic[] {
  if (typeof fingerprint !== "string") return [];
  const refuse = (detail: string): Diagnostic => ({
    severity: "error",
    summary: "Unable to pin the certificate of the Proxmox VE API",
    detail,
    path: ["fingerprint"],
  });
  if (parseFingerprint(fingerprint) === undefined)
    return [refuse(`It is "${fingerprint}", and has to be ${FINGERPRINT_FORM}.`)];
  return insecure === true ? [refuse("`insecure` would trust any other as well: remove it.")] : [];
}

function insecureWarning(settings: Settings): Omit<Diagnostic, "severity"> | undefined {
  try {
    if (!settings.flag("insecure", "PROXMOX_VE_INSECURE")) return undefined;
  } catch (error) {
    // Not known yet, or neither true nor false: whoever needs it says so.
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
  return {
    summary: "The certificate of the Proxmox VE API is NOT verified",
    detail:
      "`insecure` is set: whoever sits between here and Proxmox can read the API token and act with it. Use fingerprint (PROXMOX_VE_FINGERPRINT) or ca_certificate (PROXMOX_VE_CA_FILE) instead; a node keeps the cluster's CA in /etc/pve/pve-root-ca.pem.",
    path: ["insecure"],
  };
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
