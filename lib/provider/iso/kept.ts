import { z } from "zod";
import { apiPath, type ProxmoxApi } from "../proxmox/api";
import type { IsoPlace } from "./datastore";

/** A file that this run has put in place, or has found in place. */
interface KeptIso {
  readonly node: string;
  /** It was not there before, as seen from that node. */
  readonly isNew: boolean;
}

/** If a resource was replaced by one with the same inputs, both name one file, and the old one's removal comes last. */
const keptBy = new WeakMap<ProxmoxApi, Map<string, KeptIso[]>>();

/** Notes that a file must not be deleted any more in this run. */
export function keepIso(api: ProxmoxApi, { node, volumeId }: IsoPlace, isNew: boolean): void {
  const all = keptBy.get(api) ?? new Map<string, KeptIso[]>();
  keptBy.set(api, all.set(volumeId, [...(all.get(volumeId) ?? []), { node, isNew }]));
}

/**
 * Whether a file is one that {@link keepIso} has been told of. Another node's datastore of the same name holds other
 * files, unless it is shared: while that is in doubt, the file is taken for the same.
 */
export async function isKeptIso(api: ProxmoxApi, place: IsoPlace, signal: AbortSignal): Promise<boolean> {
  const same = keptBy.get(api)?.get(place.volumeId) ?? [];
  if (same.length === 0) return false;
  if (same.some(({ node, isNew }) => node === place.node || !isNew)) return true;
  return mayBeShared(api, place, signal);
}

const Status = z.object({ shared: z.number() });

async function mayBeShared(api: ProxmoxApi, { node, datastore }: IsoPlace, signal: AbortSignal): Promise<boolean> {
  try {
    return Status.parse(await api.get(apiPath`/nodes/${node}/storage/${datastore}/status`, {}, signal)).shared !== 0;
  } catch {
    signal.throwIfAborted();
    return true;
  }
}
