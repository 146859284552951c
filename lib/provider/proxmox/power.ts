import { z } from "zod";
import { parseAnswer } from "./answer";
import { apiPath, type ProxmoxApi } from "./api";
import { isNotFound, ProxmoxError, TaskError, toError } from "./errors";
import { pause } from "./wait";

/** A VM and the node it is on. */
export interface VmPlace {
  readonly node: string;
  readonly vmId: number;
}

const Current = z.object({ status: z.string() });

/** About five minutes: under HA the task of a start ends when the manager has taken note, not when the VM runs. */
const MAX_LOOKS = 150;

export async function isRunning(api: ProxmoxApi, { node, vmId }: VmPlace, signal?: AbortSignal): Promise<boolean> {
  const path = apiPath`/nodes/${node}/qemu/${vmId}/status/current`;
  const current = parseAnswer(Current, await api.get(path, {}, signal), path);
  return current.status === "running";
}

/** Starts a VM; one that runs is left as it is. */
export async function start(api: ProxmoxApi, place: VmPlace, signal?: AbortSignal): Promise<void> {
  if (await isRunning(api, place, signal)) return;
  try {
    await api.waitForTask(await api.post(powerPath(place, "start"), {}, signal), signal);
  } catch (error) {
    // Someone else was quicker, such as the node's own start order.
    if (!/already running/i.test(toError(error).message)) throw error;
  }
  await until(api, place, true, signal);
}

/**
 * Shuts a VM down and, if it has not obeyed in time, stops it.
 *
 * @param shutdownSeconds what it gets to shut down; 0 stops it at once
 * @returns whether it had to be stopped; null if it did not run
 */
export async function stop(
  api: ProxmoxApi,
  place: VmPlace,
  shutdownSeconds: number,
  signal?: AbortSignal,
): Promise<"shut down" | "stopped" | null> {
  if (!(await isRunning(api, place, signal))) return null;
  if (shutdownSeconds > 0) {
    const deadline = Date.now() + shutdownSeconds * 1000;
    try {
      const task = await api.post(powerPath(place, "shutdown"), { timeout: shutdownSeconds }, signal);
      await api.waitForTask(task, signal);
      // Under high availability the task ends when the cluster has taken note: the guest still has its time.
      if (await isOffBy(api, place, deadline, signal)) return "shut down";
    } catch (error) {
      if ((!(error instanceof TaskError) && !isRefusedByGuest(error)) || isHeld(error)) throw error;
      if (!(await isRunning(api, place, signal))) return "shut down";
    }
  }
  await api.waitForTask(await api.post(powerPath(place, "stop"), {}, signal), signal);
  await until(api, place, false, signal);
  return "stopped";
}

/** A shutdown that does not get as far as a task, as of a VM that is suspended. A missing privilege is not that. */
function isRefusedByGuest(error: unknown): boolean {
  return error instanceof ProxmoxError && error.status === 500;
}

/** Something else works on the VM, so that its guest has not been told: force would come before its time, not after. */
function isHeld(error: unknown): boolean {
  return /can't lock file|VM is locked/i.test(toError(error).message);
}

function powerPath({ node, vmId }: VmPlace, action: "start" | "stop" | "shutdown"): string {
  return `${apiPath`/nodes/${node}/qemu/${vmId}/status`}/${action}`;
}

async function isOffBy(api: ProxmoxApi, place: VmPlace, deadline: number, signal?: AbortSignal): Promise<boolean> {
  for (let look = 0; ; look++) {
    if (!(await isRunning(api, place, signal))) return true;
    if (Date.now() >= deadline) return false;
    await pause(look, signal, Math.min(2000, Math.max(1, deadline - Date.now())));
  }
}

async function until(api: ProxmoxApi, place: VmPlace, running: boolean, signal?: AbortSignal): Promise<void> {
  let now = place;
  for (let look = 0; look < MAX_LOOKS; look++) {
    try {
      if ((await isRunning(api, now, signal)) === running) return;
    } catch (error) {
      // High availability brings a VM up wherever it is to be: it is followed there.
      const node = isNotFound(error) ? await nodeOf(api, place.vmId, signal) : undefined;
      if (node === undefined) throw error;
      now = { ...place, node };
    }
    await pause(look + 3, signal);
  }
  throw new Error(`VM ${place.vmId} on node ${place.node} is still ${running ? "stopped" : "running"} after its task`);
}

async function nodeOf(api: ProxmoxApi, vmId: number, signal?: AbortSignal): Promise<string | undefined> {
  return (await api.listVms(signal, "fresh")).find(({ vmid }) => vmid === vmId)?.node;
}
