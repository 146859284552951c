import type { Client } from "../../../../lib/provider/configuration";
import type { Resource } from "../../../../lib/provider/framework/resource";
import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { resource as typed } from "../../../../lib/provider/resources/vm/resource";
import type { VmState } from "../../../../lib/provider/resources/vm/state";
import { aCall } from "../../proxmox/call";
import { ScriptedApi } from "../../proxmox/scripted-api";
import { aConfig, aVm } from "./a-vm";

/** As the framework calls it. */
export const resource: Resource<Client> = typed;

/** Of {@link aVm} in the API. */
export const folder = "/nodes/pve3/qemu/102";
export const running = { status: "running" };
export const stopped = { status: "stopped" };

/** A firewall that is configured in full. */
export const firewall = {
  enabled: true,
  mac_filter: true,
  ip_filter: true,
  dhcp: true,
  verify: true,
  input_policy: "DROP",
  output_policy: "ACCEPT",
};

/** What Proxmox answers of a VM of somebody else that has the id of {@link aVm}. */
export const theirs = aConfig({ smbios1: "uuid=99999999-2222-4333-8444-555555555555", name: "theirs" });

/** What a plan to create {@link aVm} holds. */
function planned(changes: Partial<VmState> = {}): ValueObject {
  return { ...aVm(changes), current_node: UNKNOWN, smbios_uuid: UNKNOWN };
}

/** An API on which the VM is there, running or not. */
export function withVm(config = aConfig(), power: { status: string } = running): ScriptedApi {
  return new ScriptedApi()
    .list({ vmid: 102, status: power.status })
    .on(`GET ${folder}/config`, config)
    .on(`GET ${folder}/status/current`, power);
}

/** An API that has the VM in the list, and its UUID in the config, as soon as it was created. */
export class Creating extends ScriptedApi {
  override async post(path: string, parameters = {}, signal?: AbortSignal): Promise<unknown> {
    const answer = await super.post(path, parameters, signal);
    if (path.endsWith("/qemu")) {
      this.list({ vmid: 102, status: "unknown" });
      this.on(`GET ${folder}/config`, aConfig({ smbios1: String((parameters as { smbios1: string }).smbios1) }));
    }
    return answer;
  }
}

/** Creates the VM of a plan. */
export function create(api: ScriptedApi, changes: Partial<VmState> = {}) {
  const call = aCall(api);
  const result = resource.create({ config: planned(changes), planned: planned(changes) }, call);
  return { call, result };
}

/** Changes a VM from what it was before. */
export function update(api: ScriptedApi, changes: Partial<VmState>, prior = aVm()) {
  const call = aCall(api);
  const result = resource.update({ prior, config: prior, planned: { ...prior, ...changes } }, call);
  return { call, result };
}
