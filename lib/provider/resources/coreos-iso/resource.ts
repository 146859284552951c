import type { Client } from "../../configuration";
import type { Call, PlanResult, Resource } from "../../framework/resource";
import { failure, UNKNOWN, type Value, type ValueObject } from "../../framework/values";
import type { ProxmoxApi } from "../../proxmox/api";
import { ConfigError } from "../../../values/config-error";
import { unable } from "../../proxmox/diagnose";
import { proxmoxOf } from "../../proxmox/of-call";
import { deleteIso, type IsoPlace, sizeInDatastore } from "./datastore";
import { renderIgnition } from "./ignition";
import { computed, type CoreosIsoState } from "./model";
import { requireUpload } from "./require-upload";
import { schema } from "./schema";
import { prepare, uploadIso } from "./upload";
import { validateCoreosIso } from "./validate";

/** See the schema. */
export const resource: Resource<Client> = {
  name: "coreos_iso",
  schema,
  validate: validateCoreosIso,
  plan: (input, call) => Promise.resolve(plan(input, call)),
  create: ({ config, planned }, call) => create(config, planned as CoreosIsoState, call),
  read: ({ state }, call) => read(state as CoreosIsoState, call),
  // Whatever changes makes another file, and so another resource: there is nothing to be done in place.
  update: ({ planned }) => Promise.resolve(planned),
  delete: ({ prior }, call) => remove(prior as CoreosIsoState, call),
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
  const values = computed(proposed, facts(config.ignition_wo, proposed.name, call));
  const same = prior !== null && values.file_name !== UNKNOWN && values.file_name === prior.file_name;
  const size: Value = same ? (prior.size ?? UNKNOWN) : UNKNOWN;
  return {
    planned: { ...proposed, ...values, size },
    replace: prior !== null && !same ? [["file_name"]] : [],
  };
}

function facts(
  ignition: Value | undefined,
  name: Value | undefined,
  call: Call<Client | undefined>,
): { sha512: string; size: number } | typeof UNKNOWN {
  // Without a configured provider there are no host keys yet.
  if (typeof ignition !== "string" || call.client === undefined) return UNKNOWN;
  const { sha512, bytes } = renderIgnition(ignition, String(name), call.client.seal);
  return { sha512, size: bytes.length };
}

async function create(config: ValueObject, planned: CoreosIsoState, call: Call<Client>): Promise<ValueObject> {
  const what = `upload ISO "${planned.name}"`;
  try {
    const { signal, client } = call;
    const api = proxmoxOf(call);
    const ignition = renderIgnition(String(config.ignition_wo), planned.name, client.seal);
    const values = computed(planned, { sha512: ignition.sha512, size: ignition.bytes.length });
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
    const iso = await prepare(
      {
        url: planned.source.url,
        sha256: planned.source.sha256,
        cacheDirectory: client.cacheDirectory,
        ignition: ignition.bytes,
        kernelArguments: planned.kernel_arguments ?? [],
      },
      signal,
    );
    await uploadIso(api, iso, placeOf(state), present, signal);
    kept(api).add(state.volume_id);
    return { ...state, size: iso.size };
  } catch (error) {
    // What is wrong in the configuration says itself what to do.
    if (error instanceof ConfigError) throw unable(what, error);
    throw unable(what, error, { advice: "Nothing of it is in the state; apply again to go on." });
  }
}

async function read(state: CoreosIsoState, call: Call<Client>): Promise<ValueObject | null> {
  try {
    const size = await sizeInDatastore(proxmoxOf(call), placeOf(state), call.signal);
    if (size === null || size === state.size) return size === null ? null : state;
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

/**
 * The files that this run has put in place, or has found in place. If a resource was replaced by one with the same
 * inputs, both name one file, and the old one's removal comes last.
 */
const keptBy = new WeakMap<ProxmoxApi, Set<string>>();

function kept(api: ProxmoxApi): Set<string> {
  const present = keptBy.get(api) ?? new Set<string>();
  keptBy.set(api, present);
  return present;
}
