import { apiPath, type ProxmoxApi } from "../../proxmox/api";
import type { VmPlace } from "../../proxmox/power";
import { readVmConfig } from "./find";
import { readDisks } from "./read-devices";
import type { VmState } from "./state";

/**
 * Grows disks that were imported to the size that was planned: Proxmox makes them as large as what they came from.
 *
 * @throws Error if one is larger than planned, since no disk can be made smaller
 */
export async function growImported(api: ProxmoxApi, place: VmPlace, vm: VmState, signal: AbortSignal): Promise<void> {
  const imported = (vm.disks ?? []).filter((disk) => disk.import_from !== null);
  if (imported.length === 0) return;
  const config = await readVmConfig(api, place, true, signal);
  if (config === null) throw new Error(`VM ${place.vmId} is not there after it was made`);
  const found = readDisks(config, vm) ?? [];
  for (const disk of imported) {
    const size = found.find((other) => other.interface === disk.interface)?.size_gib ?? 0;
    if (size > disk.size_gib) {
      throw new Error(
        `${disk.interface} was made from ${disk.import_from ?? ""}, which has ${size} GiB: more than the ${disk.size_gib} GiB of size_gib. Raise size_gib.`,
      );
    }
    if (size === disk.size_gib) continue;
    const path = apiPath`/nodes/${place.node}/qemu/${place.vmId}/resize`;
    await api.waitForTask(await api.put(path, { disk: disk.interface, size: `${disk.size_gib}G` }, signal), signal);
  }
}
