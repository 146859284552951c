import type { ProxmoxApi } from "../../proxmox/api";
import { unable } from "../../proxmox/diagnose";

/** Brings a VM from one pool into another; null is none. It stays as it is, and running. */
export async function movePool(
  api: ProxmoxApi,
  vmId: number,
  from: string | null,
  to: string | null,
  signal: AbortSignal,
): Promise<void> {
  if (from === to) return;
  try {
    if (to !== null) await api.put("/pools", { poolid: to, vms: vmId, "allow-move": true }, signal);
    else if (from !== null) await api.put("/pools", { poolid: from, vms: vmId, delete: true }, signal);
  } catch (error) {
    const what = to === null ? `take VM ${vmId} out of pool "${from ?? ""}"` : `move VM ${vmId} into pool "${to}"`;
    throw unable(what, error, { path: ["pool_id"] });
  }
}
