import { z } from "zod";
import { parseAnswer } from "../../proxmox/answer";
import { apiPath, type ProxmoxApi } from "../../proxmox/api";
import { findVm, lookUp } from "../vm/find";
import { smbiosUuid } from "../vm/read-config";

/**
 * The SMBIOS UUID of the VM that has an id now. Proxmox makes it anew for every VM, so it tells a VM from the one before.
 *
 * @returns undefined if there is no such VM, or the token may not see it
 */
export async function machineOf(api: ProxmoxApi, vmId: number, signal: AbortSignal): Promise<string | undefined> {
  // The list may be older than the VM, and one that is only missing from it must not be taken for gone.
  if ((await lookUp(api, vmId, signal)) === undefined) await lookUp(api, vmId, signal, "fresh");
  const found = await findVm(api, { vmId, uuid: "", lastNode: "" }, signal);
  return found.kind === "ours" ? smbiosUuid(found.config) : undefined;
}

const Current = z.object({ status: z.string(), uptime: z.number().optional() });

/** Seconds since a VM was switched on, restarts of its own included; undefined if it is off, or nobody knows. */
export async function uptime(api: ProxmoxApi, vmId: number, signal: AbortSignal): Promise<number | undefined> {
  const vm = await lookUp(api, vmId, signal);
  if (vm === undefined) return undefined;
  const path = apiPath`/nodes/${vm.node}/qemu/${vmId}/status/current`;
  const current = parseAnswer(Current, await api.get(path, {}, signal), path);
  return current.status === "running" ? current.uptime : undefined;
}
