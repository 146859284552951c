import type { Client } from "../../../lib/provider/configuration";
import type { Call } from "../../../lib/provider/framework/resource";
import type { Diagnostic, DiagnosticError } from "../../../lib/provider/framework/values";
import type { ProxmoxApi } from "../../../lib/provider/proxmox/api";

export interface TestCall extends Call<Client> {
  readonly warnings: Omit<Diagnostic, "severity">[];
}

/** A call as the framework makes it, on an API of the test's own. */
export function aCall(
  api: ProxmoxApi,
  options: { signal?: AbortSignal; cacheDirectory?: string; signingKeys?: readonly Buffer[] } = {},
): TestCall {
  const warnings: Omit<Diagnostic, "severity">[] = [];
  const client = {
    proxmox: () => api,
    seal: {
      sealedKey: (name: string, generation: number) => ({
        privateKey: `private key of ${name} ${generation}\n`,
        publicKey: `ssh-ed25519 ${name}${generation}`,
        fingerprint: "SHA256:x",
      }),
    },
    cacheDirectory: options.cacheDirectory ?? "/dev/null/nowhere",
    cacheLimitBytes: 10 * 1024 ** 3,
    signingKeys: options.signingKeys ?? [],
  } as unknown as Client;
  return {
    client,
    signal: options.signal ?? new AbortController().signal,
    warn: (diagnostic) => warnings.push(diagnostic),
    warnings,
  };
}

export async function failureOf(promise: Promise<unknown>): Promise<DiagnosticError> {
  const error: unknown = await promise.then(
    () => new Error("it did not fail"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error) || error.name !== "DiagnosticError") throw error;
  return error as DiagnosticError;
}
