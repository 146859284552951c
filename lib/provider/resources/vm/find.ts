import { z } from "zod";
import { parseAnswer } from "../../proxmox/answer";
import { apiPath, type ClusterVm, type ProxmoxApi } from "../../proxmox/api";
import { isNotFound, ProxmoxError } from "../../proxmox/errors";
import { pause } from "../../proxmox/wait";
import { isRunning, type VmPlace } from "../../proxmox/power";
import type { VmConfig } from "./model";
import { smbiosUuid } from "./read-config";

const Config = z.record(z.string(), z.union([z.string(), z.number()]));

/** Our VM, wherever it is now; or another that has its id; or nothing. */
export type Found =
  | {
      readonly kind: "ours";
      readonly place: VmPlace;
      readonly config: VmConfig;
      readonly status: string;
      /** Null if it is in none; undefined if the list does not say. */
      readonly pool: string | null | undefined;
    }
  | { readonly kind: "another"; readonly node: string; readonly name: string }
  | { readonly kind: "gone" };

/** What is to be found. */
export interface Wanted {
  readonly vmId: number;
  /** Empty after an import: then any VM with the id is taken. */
  readonly uuid: string;
  /** Where it was last; asked if the cluster's list does not name the VM. */
  readonly lastNode: string;
}

/**
 * Looks for a VM by the cluster's list, and makes sure by its SMBIOS UUID that it is the one.
 *
 * @throws Error if it is listed and cannot be found: only what is not listed either is gone
 */
export async function findVm(api: ProxmoxApi, wanted: Wanted, signal: AbortSignal): Promise<Found> {
  const listed = await lookUp(api, wanted.vmId, signal);
  const found = await lookAt(api, wanted, listed, signal);
  if (found.kind !== "gone" || listed === undefined) return found;
  // It was listed and is not there: it has moved since the list was made.
  const again = await lookUp(api, wanted.vmId, signal, "fresh");
  const then = await lookAt(api, wanted, again, signal);
  if (then.kind !== "gone" || again === undefined) return then;
  throw new Error(
    `the cluster lists VM ${wanted.vmId} on node ${again.node}, and it is not to be found there: it may be on its way to another node, or the node has left the cluster; try again when that is settled`,
  );
}

async function lookAt(
  api: ProxmoxApi,
  { vmId, uuid, lastNode }: Wanted,
  listed: ClusterVm | undefined,
  signal: AbortSignal,
): Promise<Found> {
  if (listed !== undefined && listed.type !== "qemu") return another(listed);
  const node = listed?.node ?? lastNode;
  if (node === "") return { kind: "gone" };
  const config = await madeConfig(api, { node, vmId }, listed !== undefined, signal);
  if (config === null) return { kind: "gone" };
  const found = smbiosUuid(config) ?? "";
  if (uuid !== "" && found !== uuid.toLowerCase()) {
    return { kind: "another", node, name: String(config.name ?? "") };
  }
  const pool = listed === undefined ? undefined : (listed.pool ?? null);
  return { kind: "ours", place: { node, vmId }, config, status: listed?.status ?? "unknown", pool };
}

/** So many looks, of up to two seconds, at a VM that is just being made. */
const MAX_LOOKS = 60;

/** Until its creation has ended, as after an apply that was interrupted, a VM has a lock and nothing to know it by. */
async function madeConfig(
  api: ProxmoxApi,
  place: VmPlace,
  listed: boolean,
  signal: AbortSignal,
): Promise<VmConfig | null> {
  for (let look = 0; ; look++) {
    const config = await readVmConfig(api, place, listed, signal);
    const isBeingMade = config?.lock === "create" && smbiosUuid(config) === undefined;
    if (!isBeingMade || look >= MAX_LOOKS) return config;
    await pause(look, signal);
  }
}

/** The line of a VM, or of a container with its id, in the cluster's list. */
export async function lookUp(
  api: ProxmoxApi,
  vmId: number,
  signal: AbortSignal,
  fresh?: "fresh",
): Promise<ClusterVm | undefined> {
  return (await api.listVms(signal, fresh)).find(({ vmid }) => vmid === vmId);
}

/** Whether a VM runs. The list is up to ten seconds old, so what does not agree with `expected` is asked for again. */
export async function runs(
  api: ProxmoxApi,
  found: { readonly place: VmPlace; readonly status: string },
  expected: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  return found.status === (expected ? "running" : "stopped") ? expected : isRunning(api, found.place, signal);
}

/**
 * Null if there is no such VM.
 *
 * A token whose rights come from a pool is forbidden to look at what is gone. So a VM that is not in the list either
 * counts as gone; where that errs nothing is lost, since a taken id is never adopted.
 */
export async function readVmConfig(
  api: ProxmoxApi,
  place: VmPlace,
  listed: boolean,
  signal: AbortSignal,
): Promise<VmConfig | null> {
  const path = apiPath`/nodes/${place.node}/qemu/${place.vmId}/config`;
  try {
    return parseAnswer(Config, await api.get(path, {}, signal), path);
  } catch (error) {
    if (isNotFound(error) || (!listed && error instanceof ProxmoxError && error.status === 403)) return null;
    throw error;
  }
}

function another({ node, name }: ClusterVm): Found {
  return { kind: "another", node, name: name ?? "" };
}
