import { ConfigError } from "../../values/config-error";
import type { Client } from "../configuration";
import type { Call, PlanResult, Resource } from "../framework/resource";
import { failure, UNKNOWN, type Value, type ValueObject } from "../framework/values";
import { unable } from "../proxmox/diagnose";
import { proxmoxOf } from "../proxmox/of-call";
import { deleteIso, type IsoPlace, sizeInDatastore } from "./datastore";
import { importIso, isoIdentityRules } from "./import";
import { isKeptIso, keepIso } from "./kept";
import { requireUpload } from "./require-upload";
import { type IsoToSend, uploadIso } from "./upload";

/** What the state of each ISO in a datastore holds. */
type StoredIso = {
  readonly node_name: string;
  readonly datastore_id: string;
  readonly name: string;
  readonly volume_id: string;
  /** Null after an import, until it is read. */
  readonly size: number | null;
};

/** What becomes of an ISO once it is there, which is the same for each kind. */
export const isoLife: Required<Pick<Resource<Client>, "read" | "update" | "delete" | "importState" | "identity">> = {
  read: ({ state }, call) => read(state as ValueObject & StoredIso, call),
  // Whatever changes the file makes another one, and so another resource. The rest is where it would come from.
  update: ({ planned }) => Promise.resolve(planned),
  delete: ({ prior }, call) => remove(prior as ValueObject & StoredIso, call),
  importState: importIso,
  identity: isoIdentityRules,
};

/**
 * Plans an ISO whose name is a hash of its inputs.
 *
 * While these are not known, the name is not either, and the ISO is planned to be replaced: should they turn out
 * unchanged, the file is found in its place and stays.
 *
 * @param computed the attributes that follow from the inputs, as far as they are known; `file_name` among them
 */
export function planIso(prior: ValueObject | null, proposed: ValueObject, computed: ValueObject): PlanResult {
  const same = prior !== null && computed.file_name !== UNKNOWN && computed.file_name === prior.file_name;
  return {
    planned: { ...proposed, ...computed, size: same ? (prior.size ?? UNKNOWN) : UNKNOWN },
    replace: prior !== null && !same ? [["file_name"]] : [],
  };
}

/** An ISO that is about to be made. */
export interface IsoToMake {
  /** The computed attributes, all of them known now. */
  readonly computed: ValueObject;

  /** Makes it, and hands it over while it is there. */
  make(send: (iso: IsoToSend) => Promise<void>): Promise<void>;
}

/** Makes an ISO and uploads it, unless the very file is there already. After a failure nothing of it is left. */
export async function createIso(
  planned: ValueObject,
  call: Call<Client>,
  prepare: () => IsoToMake,
): Promise<ValueObject> {
  const what = `upload ISO "${String(planned.name)}"`;
  try {
    const { signal } = call;
    const api = proxmoxOf(call);
    const { computed, make } = prepare();
    if ([UNKNOWN, computed.file_name].every((name) => name !== planned.file_name)) throw changedSincePlan(what);
    const state = { ...planned, ...computed } as ValueObject & StoredIso;
    const place = placeOf(state);
    const present = await sizeInDatastore(api, place, signal);
    if (present === null) await requireUpload(api, place, signal);
    let size: Value = null;
    await make(async (iso) => {
      await uploadIso(api, iso, place, present, signal);
      size = iso.size;
    });
    keepIso(api, place, present === null);
    return { ...state, size };
  } catch (error) {
    // What is wrong in the configuration says itself what to do.
    if (error instanceof ConfigError) throw unable(what, error);
    throw unable(what, error, { advice: "Nothing of it is in the state; apply again to go on." });
  }
}

function changedSincePlan(what: string) {
  return failure(
    `Unable to ${what}`,
    "The Ignition config is another one than at plan. Was the seal secret changed in between? Plan again.",
    ["ignition_wo"],
  );
}

async function read(state: ValueObject & StoredIso, call: Call<Client>): Promise<ValueObject | null> {
  try {
    const size = await sizeInDatastore(proxmoxOf(call), placeOf(state), call.signal);
    if (size === null) return null;
    // After an import nobody has said yet how large it should be.
    if (size === state.size || state.size === null) return { ...state, size };
    call.warn({
      summary: `ISO "${state.name}" is damaged`,
      detail: `${state.volume_id} has ${size} bytes and should have ${state.size}: it is uploaded again.`,
    });
    return null;
  } catch (error) {
    throw unable(`read ISO "${state.name}"`, error);
  }
}

async function remove(prior: ValueObject & StoredIso, call: Call<Client>): Promise<void> {
  try {
    const api = proxmoxOf(call);
    const place = placeOf(prior);
    if (!(await isKeptIso(api, place, call.signal))) await deleteIso(api, place, call.signal);
  } catch (error) {
    throw unable(`remove ISO "${prior.name}"`, error);
  }
}

function placeOf({ node_name: node, datastore_id: datastore, volume_id: volumeId }: StoredIso): IsoPlace {
  return { node, datastore, volumeId };
}
