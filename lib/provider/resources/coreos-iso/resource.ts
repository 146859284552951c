import { ConfigError } from "../../../values/config-error";
import type { Client } from "../../configuration";
import { unable } from "../../proxmox/diagnose";
import type { Call, PlanResult, Resource } from "../../framework/resource";
import { failure, UNKNOWN, type Value, type ValueObject } from "../../framework/values";
import { deleteIso, type IsoPlace, sizeInDatastore } from "../../iso/datastore";
import { contentUnread, importedIso } from "../../iso/import";
import { kept } from "../../iso/kept";
import { requireUpload } from "../../iso/require-upload";
import { uploadIso } from "../../iso/upload";
import { proxmoxOf } from "../../proxmox/of-call";
import { renderIgnition } from "./ignition";
import { computed, type CoreosIsoState, type EmbeddedFacts, hashOfKeyfiles, keyfilesOf } from "./model";
import { withCustomIso } from "./prepare";
import { schema } from "./schema";
import { validateCoreosIso } from "./validate";

/** See the schema. */
export const resource: Resource<Client> = {
  name: "coreos_iso",
  schema,
  validate: validateCoreosIso,
  plan: (input, call) => Promise.resolve(plan(input, call)),
  create: ({ config, planned }, call) => create(config, planned as CoreosIsoState, call),
  read: ({ state }, call) => read(state as CoreosIsoState, call),
  // Whatever changes the file makes another one, and so another resource. The rest is where it would come from.
  update: ({ planned }) => Promise.resolve(planned),
  delete: ({ prior }, call) => remove(prior as CoreosIsoState, call),
  importState: (id, call) => {
    const iso = importedIso(id);
    call.warn(contentUnread("ISO", iso));
    return Promise.resolve({ ...iso });
  },
};

/**
 * Works out the file's name as soon as all inputs are known.
 *
 * While the config is not known, the name is not either, and the ISO is planned to be replaced: should the config turn
 * out unchanged, the file is found in its place and stays.
 */
function plan(
  { prior, config, proposed }: { prior: ValueObject | null; config: ValueObject; proposed: ValueObject },
  call: Call<Client | undefined>,
): PlanResult {
  const values = computed(proposed, facts(config, proposed.name, call));
  const same = prior !== null && values.file_name !== UNKNOWN && values.file_name === prior.file_name;
  const size: Value = same ? (prior.size ?? UNKNOWN) : UNKNOWN;
  return {
    planned: { ...proposed, ...values, size },
    replace: prior !== null && !same ? [["file_name"]] : [],
  };
}

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

async function create(config: ValueObject, planned: CoreosIsoState, call: Call<Client>): Promise<ValueObject> {
  const what = `upload ISO "${planned.name}"`;
  try {
    const { signal, client } = call;
    const api = proxmoxOf(call);
    const ignition = renderIgnition(String(config.ignition_wo), planned.name, client.seal);
    const keyfiles = keyfilesOf(config.network_keyfiles_wo) ?? {};
    const values = computed(planned, {
      sha512: ignition.sha512,
      size: ignition.bytes.length,
      keyfiles: hashOfKeyfiles(keyfiles),
    });
    const state = { ...planned, ...values } as CoreosIsoState;
    if ([UNKNOWN, state.file_name].every((name) => name !== (planned.file_name as Value))) {
      throw failure(
        `Unable to ${what}`,
        "The Ignition config is another one than at plan. Was the seal secret changed in between? Plan again.",
        ["ignition_wo"],
      );
    }
    const present = await sizeInDatastore(api, placeOf(state), signal);
    if (present === null) await requireUpload(api, placeOf(state), signal);
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
    const size = await withCustomIso(ingredients, signal, async (iso) => {
      await uploadIso(api, iso, placeOf(state), present, signal);
      return iso.size;
    });
    kept(api).add(state.volume_id);
    return { ...state, size };
  } catch (error) {
    // What is wrong in the configuration says itself what to do.
    if (error instanceof ConfigError) throw unable(what, error);
    throw unable(what, error, { advice: "Nothing of it is in the state; apply again to go on." });
  }
}

async function read(state: CoreosIsoState, call: Call<Client>): Promise<ValueObject | null> {
  try {
    const size = await sizeInDatastore(proxmoxOf(call), placeOf(state), call.signal);
    if (size === null) return null;
    // After an import nobody has said yet how large it should be.
    if (size === state.size || (state.size as number | null) === null) return { ...state, size };
    call.warn({
      summary: `ISO "${state.name}" is damaged`,
      detail: `${state.volume_id} has ${size} bytes and should have ${state.size}: it is uploaded again.`,
    });
    return null;
  } catch (error) {
    throw unable(`read ISO "${state.name}"`, error);
  }
}

async function remove(prior: CoreosIsoState, call: Call<Client>): Promise<void> {
  try {
    const api = proxmoxOf(call);
    if (!kept(api).has(prior.volume_id)) await deleteIso(api, placeOf(prior), call.signal);
  } catch (error) {
    throw unable(`remove ISO "${prior.name}"`, error);
  }
}

function placeOf({ node_name: node, datastore_id: datastore, volume_id: volumeId }: CoreosIsoState): IsoPlace {
  return { node, datastore, volumeId };
}
