import { isDeepStrictEqual } from "node:util";
import type { Client } from "../../configuration";
import type { Call } from "../../framework/resource";
import type { ValueObject } from "../../framework/values";
import type { ProxmoxApi } from "../../proxmox/api";
import { causes } from "../../proxmox/diagnose";
import { ProxmoxError } from "../../proxmox/errors";
import type { VmPlace } from "../../proxmox/power";
import { type Found, findVm, lookUp, readVmConfig, runs } from "./find";
import { importFirewall, readFirewall } from "./firewall";
import { readHa } from "./ha";
import type { VmConfig } from "./model";
import { isImport, readConfig } from "./read-config";
import type { Ha, VmState } from "./state";

/** Finds the VM of a state, and no other that has its id. */
export function find(api: ProxmoxApi, vm: VmState, signal: AbortSignal): Promise<Found> {
  return findVm(api, { vmId: vm.vm_id, uuid: vm.smbios_uuid, lastNode: vm.current_node }, signal);
}

/** The state as it really is: of an imported VM all there is, of others what is configured. */
export async function observe(
  api: ProxmoxApi,
  known: VmState,
  found: Extract<Found, { kind: "ours" }>,
  signal: AbortSignal,
): Promise<VmState> {
  const { place, config } = found;
  const vm = readConfig(config, known);
  const imported = isImport(known);
  const [started, filtered, ha] = await Promise.all([
    runs(api, found, known.started, signal),
    imported ? importFirewall(api, place, vm, signal) : filters(api, place, vm, signal),
    imported ? importHa(api, place.vmId, signal) : known.ha === null ? null : readHa(api, place.vmId, known.ha, signal),
  ]);
  // A pool that nobody configured is somebody else's matter.
  const pool = found.pool === undefined || (known.pool_id === null && !imported) ? known.pool_id : found.pool;
  const node = known.node_name || place.node;
  return { ...filtered, started, ha, pool_id: pool, current_node: place.node, node_name: node };
}

function filters(api: ProxmoxApi, place: VmPlace, vm: VmState, signal: AbortSignal): Promise<VmState> {
  return vm.firewall?.verify === false ? Promise.resolve(vm) : readFirewall(api, place, vm, signal);
}

/** A token that may not see who is a member can import all the same. */
async function importHa(api: ProxmoxApi, vmId: number, signal: AbortSignal): Promise<Ha | null> {
  try {
    return await readHa(api, vmId, null, signal);
  } catch (error) {
    if (error instanceof ProxmoxError && error.status === 403) return null;
    throw error;
  }
}

/** The cluster's list lags behind what has just been done, so the VM itself is asked whether it runs. */
const JUST_CHANGED = "unknown";

/** After a failure: what is there now; what was there before if that cannot be learnt. */
export async function trueState(api: ProxmoxApi, prior: VmState): Promise<VmState> {
  const signal = AbortSignal.timeout(10_000);
  try {
    const found = await find(api, prior, signal);
    if (found.kind !== "ours") return prior;
    const firewall = prior.firewall === null ? null : { ...prior.firewall, verify: true };
    const seen = await observe(api, { ...prior, firewall }, { ...found, status: JUST_CHANGED }, signal);
    const verify = prior.firewall?.verify ?? true;
    return { ...seen, firewall: seen.firewall === null ? null : { ...seen.firewall, verify } };
  } catch {
    return prior;
  }
}

/** Whether a VM is known to be gone, and not only hard to reach. */
export async function isGone(api: ProxmoxApi, vm: VmState, signal: AbortSignal): Promise<boolean> {
  return find(api, vm, signal).then(
    ({ kind }) => kind !== "ours",
    () => false,
  );
}

/** Reads back what was written, and says where Proxmox has made something else of it. */
export async function confirm(api: ProxmoxApi, place: VmPlace, planned: VmState, call: Call<Client>): Promise<void> {
  const actual = await readBack(api, place, planned, call);
  if (actual === undefined) return;
  // Tags are a set, and a VM may move at any time.
  const differing = Object.entries(planned).filter(
    ([name, value]) =>
      name !== "tags" && name !== "current_node" && !isDeepStrictEqual(value, (actual as ValueObject)[name]),
  );
  if (differing.length === 0) return;
  call.warn({
    summary: `Proxmox has not taken VM "${planned.name}" as planned`,
    detail: `These attributes read back differently: ${differing.map(([name]) => name).join(", ")}. The next plan shows how.`,
  });
}

/** The VM as it is; undefined, with a warning, if Proxmox does not say: what was written stays as good as it is. */
async function readBack(
  api: ProxmoxApi,
  place: VmPlace,
  planned: VmState,
  call: Call<Client>,
): Promise<VmState | undefined> {
  const { signal } = call;
  let config: VmConfig | null;
  try {
    let now = place;
    config = await readVmConfig(api, now, true, signal);
    if (config === null) {
      // High availability may have taken it to another node as soon as it was to run.
      now = { ...place, node: (await lookUp(api, place.vmId, signal, "fresh"))?.node ?? place.node };
      config = await readVmConfig(api, now, true, signal);
    }
    if (config !== null) {
      const found = { kind: "ours", place: now, config, status: JUST_CHANGED, pool: undefined } as const;
      return await observe(api, planned, found, signal);
    }
  } catch (error) {
    call.warn({
      summary: `VM "${planned.name}" was written, but could not be read back`,
      detail: `${causes(error)}\nThe next plan shows whether Proxmox has taken it as planned.`,
    });
    return undefined;
  }
  throw new Error(`VM ${place.vmId} is not there after it was written`);
}
