import { z } from "zod";
import { failure } from "../../framework/values";
import { parseAnswer } from "../../proxmox/answer";
import { apiPath, type ProxmoxApi } from "../../proxmox/api";
import { ProxmoxError } from "../../proxmox/errors";
import type { VmPlace } from "../../proxmox/power";
import { readVmConfig } from "./find";
import { readDisks } from "./read-devices";
import type { Disk, VmState } from "./state";

/** Some storages answer the size as text; what is no number at all tells nothing. */
const Volume = z.object({ size: z.coerce.number().optional().catch(undefined) });

/**
 * Refuses disks that are to be made of images which are larger, while there is nothing of them yet.
 *
 * @param made the disks that are there already: what they came from counts no more
 */
export async function refuseLargeImages(
  api: ProxmoxApi,
  node: string,
  vm: VmState,
  made: readonly Disk[],
  signal: AbortSignal,
): Promise<void> {
  for (const [index, disk] of (vm.disks ?? []).entries()) {
    if (disk.import_from === null || made.some((other) => other.interface === disk.interface)) continue;
    const bytes = await imageSize(api, node, disk.import_from, signal);
    if (bytes === undefined || bytes <= disk.size_gib * 1024 ** 3) continue;
    throw failure(
      `Unable to make disk ${disk.interface} of VM "${vm.name}"`,
      `${tooLarge(disk, bytes / 1024 ** 3)}\nNothing was changed.`,
      ["disks", index, "size_gib"],
    );
  }
}

/** Undefined if the storage does not tell: then it is seen when the disk is there. */
async function imageSize(
  api: ProxmoxApi,
  node: string,
  volume: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const [storage = ""] = volume.split(":");
  const path = apiPath`/nodes/${node}/storage/${storage}/content/${volume}`;
  try {
    return parseAnswer(Volume, await api.get(path, {}, signal), path).size;
  } catch (error) {
    if (error instanceof ProxmoxError) return undefined;
    throw error;
  }
}

function tooLarge(disk: Disk, gib: number): string {
  const size = Math.ceil(gib * 100) / 100;
  return `${disk.interface} was to be made from ${disk.import_from ?? ""}, which has ${size} GiB: more than the ${disk.size_gib} GiB of size_gib. Raise size_gib.`;
}

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
      throw new Error(tooLarge(disk, size));
    }
    if (size === disk.size_gib) continue;
    const path = apiPath`/nodes/${place.node}/qemu/${place.vmId}/resize`;
    await api.waitForTask(await api.put(path, { disk: disk.interface, size: `${disk.size_gib}G` }, signal), signal);
  }
}
