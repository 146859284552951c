import { isDeepStrictEqual } from "node:util";
import type { Client } from "../../configuration";
import type { Call } from "../../framework/resource";
import type { ValueObject } from "../../framework/values";
import type { ProxmoxApi } from "../../proxmox/api";
import { causes } from "../../proxmox/diagnose";
import type { VmPlace } from "../../proxmox/power";
import { type Found, findVm, readVmConfig, runs } from "./find";
import { readFirewall } from "./firewall";
import type { VmConfig } from "./model";
import { readConfig } from "./read-config";
import type { VmState } from "./state";

/** Finds the VM of a state, and no other that has its id. */
export function find(api: ProxmoxApi, vm: VmState, signal: AbortSignal): Promise<Found> {
  return findVm(api, { vmId: vm.vm_id, uuid: vm.smbios_uuid, lastNode: vm.current_node }, signal);
}

/** The state as it really is. */
export async function observe(
  api: ProxmoxApi,
  known: VmState,
  found: Extract<Found, { kind: "ours" }>,
  signal: AbortSignal,
): Promise<VmState> {
  const [started, vm] = await Promise.all([
    runs(api, found, known.started, signal),
    readFirewall(api, found.place, readConfig(found.config, known), signal),
  ]);
  return { ...vm, started, current_node: found.place.node, node_name: known.node_name || found.place.node };
}

/** The cluster's list lags behind what has just been done, so the VM itself is asked whether it runs. */
const JUST_CHANGED = "unknown";

/** After a failure: what is there now; what was there before if that cannot be learnt. */
export async function trueState(api: ProxmoxApi, prior: VmState): Promise<VmState> {
  const signal = AbortSignal.timeout(10_000);
  try {
    const found = await find(api, prior, signal);
    return found.kind === "ours" ? await observe(api, prior, { ...found, status: JUST_CHANGED }, signal) : prior;
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
  let config: VmConfig | null;
  try {
    config = await readVmConfig(api, place, true, call.signal);
    if (config !== null) {
      return await observe(api, planned, { kind: "ours", place, config, status: JUST_CHANGED }, call.signal);
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
