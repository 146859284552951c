import { DiagnosticError, type Diagnostic, type ValueObject } from "./framework/values";
import type { ProxmoxApi } from "./proxmox/api";
import { refuseShortSecret, type Seal } from "./seal/seal";
import { Settings, type Environment } from "./settings";
import type { SftpPool } from "./sftp/pool";

/** What resources and data sources work with. Each part is made when it is first asked for. */
export interface Client {
  /** @throws DiagnosticError if the provider has not been told how to reach it */
  readonly proxmox: () => ProxmoxApi;
  readonly sftp: SftpPool;
  readonly seal: Seal;
  /** Where downloads are kept. */
  readonly cacheDirectory: string;
  /** How much of them is kept, in bytes. */
  readonly cacheLimitBytes: number;
  /** Key files, armoured or binary, that may sign images beside Fedora's. */
  readonly signingKeys: readonly Buffer[];
}

/** The only place where the provider reads its environment. */
export const processEnvironment: Environment = process.env;

/** Makes the client that a provider block and the environment describe; see `schema.ts` for both. */
export async function configure(block: ValueObject, environment: Environment = processEnvironment): Promise<Client> {
  // Its libraries take longer to load than all the rest, and who only wants the schema needs none.
  const { makeClient } = await import("./client");
  return makeClient(new Settings(block, environment));
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
