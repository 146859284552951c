import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { writeCidataIso } from "../../../coreos/cidata";
import { ConfigError } from "../../../values/config-error";
import type { Client } from "../../configuration";
import type { Call, PlanResult, Resource } from "../../framework/resource";
import { failure, UNKNOWN, type Value, type ValueObject } from "../../framework/values";
import { deleteIso, type IsoPlace, sizeInDatastore } from "../../iso/datastore";
import { contentUnread, importedIso } from "../../iso/import";
import { kept } from "../../iso/kept";
import { requireUpload } from "../../iso/require-upload";
import { type IsoToSend, uploadIso } from "../../iso/upload";
import { unable } from "../../proxmox/diagnose";
import { proxmoxOf } from "../../proxmox/of-call";
import { renderIgnition } from "../coreos-iso/ignition";
import { type CidataIsoState, computed } from "./model";
import { schema } from "./schema";
import { validateCidataIso } from "./validate";

/** See the schema. */
export const resource: Resource<Client> = {
  name: "cidata_iso",
  schema,
  validate: validateCidataIso,
  plan: (input, call) => Promise.resolve(plan(input, call)),
  create: ({ config, planned }, call) => create(config, planned as CidataIsoState, call),
  read: ({ state }, call) => read(state as CidataIsoState, call),
  // Whatever changes the file makes another one, and so another resource.
  update: ({ planned }) => Promise.resolve(planned),
  delete: ({ prior }, call) => remove(prior as CidataIsoState, call),
  importState: (id, call) => {
    const iso = importedIso(id);
    call.warn(contentUnread("ISO", iso));
    return Promise.resolve({ ...iso });
  },
};

/** Works out the file's name as soon as all inputs are known; see `slipway_coreos_iso`. */
function plan(
  { prior, config, proposed }: { prior: ValueObject | null; config: ValueObject; proposed: ValueObject },
  call: Call<Client | undefined>,
): PlanResult {
  const values = computed(proposed, facts(config.ignition_wo, proposed.name, call));
  const same = prior !== null && values.file_name !== UNKNOWN && values.file_name === prior.file_name;
  return {
    planned: { ...proposed, ...values, size: same ? (prior.size ?? UNKNOWN) : UNKNOWN },
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

async function create(config: ValueObject, planned: CidataIsoState, call: Call<Client>): Promise<ValueObject> {
  const what = `upload ISO "${planned.name}"`;
  try {
    const { signal, client } = call;
    const api = proxmoxOf(call);
    const { bytes: ignition, sha512 } = renderIgnition(String(config.ignition_wo), planned.name, client.seal);
    const state = { ...planned, ...computed(planned, { sha512, size: ignition.length }) } as CidataIsoState;
    if ([UNKNOWN, state.file_name].every((name) => name !== (planned.file_name as Value))) {
      throw failure(
        `Unable to ${what}`,
        "The Ignition config is another one than at plan. Was the seal secret changed in between? Plan again.",
        ["ignition_wo"],
      );
    }
    const present = await sizeInDatastore(api, placeOf(state), signal);
    if (present === null) await requireUpload(api, placeOf(state), signal);
    const iso = inMemory(writeCidataIso({ ignition, instanceId: state.instance_id ?? state.name }));
    await uploadIso(api, iso, placeOf(state), present, signal);
    kept(api).add(state.volume_id);
    return { ...state, size: iso.size };
  } catch (error) {
    if (error instanceof ConfigError) throw unable(what, error);
    throw unable(what, error, { advice: "Nothing of it is in the state; apply again to go on." });
  }
}

function inMemory(bytes: Buffer): IsoToSend {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { size: bytes.length, sha256, open: () => Readable.from([bytes], { objectMode: false }) };
}

async function read(state: CidataIsoState, call: Call<Client>): Promise<ValueObject | null> {
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

async function remove(prior: CidataIsoState, call: Call<Client>): Promise<void> {
  try {
    const api = proxmoxOf(call);
    if (!kept(api).has(prior.volume_id)) await deleteIso(api, placeOf(prior), call.signal);
  } catch (error) {
    throw unable(`remove ISO "${prior.name}"`, error);
  }
}

function placeOf({ node_name: node, datastore_id: datastore, volume_id: volumeId }: CidataIsoState): IsoPlace {
  return { node, datastore, volumeId };
}
