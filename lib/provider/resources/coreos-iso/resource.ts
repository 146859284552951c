import type { Client } from "../../configuration";
import type { Call, Resource } from "../../framework/resource";
import { UNKNOWN, type Value, type ValueObject } from "../../framework/values";
import { renderIgnition } from "../../iso/ignition";
import { createIso, isoLife, type IsoToMake, planIso } from "../../iso/life";
import { computed, type CoreosIsoState, type EmbeddedFacts, hashOfKeyfiles, keyfilesOf } from "./model";
import { withCustomIso } from "./prepare";
import { schema } from "./schema";
import { validateCoreosIso } from "./validate";

/** See the schema. */
export const resource: Resource<Client> = {
  ...isoLife,
  name: "coreos_iso",
  schema,
  validate: validateCoreosIso,
  plan: ({ prior, config, proposed }, call) =>
    Promise.resolve(planIso(prior, proposed, computed(proposed, facts(config, proposed.name, call)))),
  create: ({ config, planned }, call) =>
    createIso(planned, call, () => isoToMake(config, planned as CoreosIsoState, call)),
};

function facts(
  { ignition_wo: ignition, network_keyfiles_wo: networkKeyfiles }: ValueObject,
  name: Value | undefined,
  call: Call<Client | undefined>,
): EmbeddedFacts | typeof UNKNOWN {
  const keyfiles = keyfilesOf(networkKeyfiles);
  // Without a configured provider there are no host keys yet.
  if (typeof ignition !== "string" || keyfiles === undefined || call.client === undefined) return UNKNOWN;
  const { sha512, bytes } = renderIgnition(ignition, String(name), call.client.seal);
  return { sha512, size: bytes.length, keyfiles: hashOfKeyfiles(keyfiles) };
}

function isoToMake(config: ValueObject, planned: CoreosIsoState, { client, signal }: Call<Client>): IsoToMake {
  const ignition = renderIgnition(String(config.ignition_wo), planned.name, client.seal);
  const keyfiles = keyfilesOf(config.network_keyfiles_wo) ?? {};
  const { url, sha256, signature, mirrors } = planned.source;
  const ingredients = {
    url,
    sha256,
    signature: signature ?? undefined,
    mirrors: mirrors ?? [],
    signingKeys: [...client.signingKeys, ...(planned.signing_keys ?? [])],
    cacheDirectory: client.cacheDirectory,
    cacheLimitBytes: client.cacheLimitBytes,
    customisation: {
      ignition: ignition.bytes,
      kernelArguments: planned.kernel_arguments ?? [],
      deletedKernelArguments: planned.kernel_arguments_delete ?? [],
      replacedKernelArguments: planned.kernel_arguments_replace ?? [],
      networkKeyfiles: keyfiles,
    },
  };
  const embedded = { sha512: ignition.sha512, size: ignition.bytes.length, keyfiles: hashOfKeyfiles(keyfiles) };
  return {
    computed: computed(planned, embedded),
    make: (send) => withCustomIso(ingredients, signal, send),
  };
}
