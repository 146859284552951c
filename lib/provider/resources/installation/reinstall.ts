import { z } from "zod";
import { failure } from "../../framework/values";
import { parseAnswer } from "../../proxmox/answer";
import { apiPath, type ProxmoxApi } from "../../proxmox/api";
import { start, stop, type VmPlace } from "../../proxmox/power";
import { findVm } from "../vm/find";
import { type LogMarks, markLogs } from "./evidence";
import type { Guest } from "./guest";
import { logFolder } from "./guest";
import type { Report } from "./report";
import type { Watch } from "./wait";

/** Seconds that an installed system gets to shut down. */
const SHUTDOWN_SECONDS = 60;

/** What an interrupted user still waits for. */
const LAST_MS = 10_000;

const Config = z.object({ boot: z.string().optional() });

/**
 * Installs a guest again, in place, with the config that has just been published.
 *
 * The guest boots from the network once. As soon as its disk is written it is made to boot from the disk again: its
 * firmware, left alone, would go back to the network. Whatever was interrupted is taken up where it stands.
 */
export async function reinstall(watch: Watch, api: ProxmoxApi, signal: AbortSignal): Promise<Report> {
  const place = await placeOf(api, watch.guest, signal);
  const known = await watch.report();
  if (known !== undefined) {
    await setBootOrder(api, place, "disk", signal);
    return known;
  }
  if (!(await isWritten(watch))) await writeDisk(watch, api, place, signal);
  const marks = await watch.ask(markLogs);
  await setBootOrder(api, place, "disk", signal);
  // The live system has nothing to lose. The installed one, where it is up already, has its data disks in use.
  await restart(api, place, (await hasSaid(watch, "booted")) ? SHUTDOWN_SECONDS : 0, signal);
  return watch.until(() => watch.report(), marks);
}

/** Restarts a guest that has not been installed: it has nothing to lose, and begins anew. */
export async function startAnew(watch: Watch, api: ProxmoxApi, signal: AbortSignal): Promise<LogMarks> {
  const place = await placeOf(api, watch.guest, signal);
  const marks = await watch.ask(markLogs);
  await restart(api, place, 0, signal);
  return marks;
}

async function writeDisk(watch: Watch, api: ProxmoxApi, place: VmPlace, signal: AbortSignal): Promise<void> {
  const marks = await watch.ask(markLogs);
  try {
    await setBootOrder(api, place, "network", signal);
    await restart(api, place, SHUTDOWN_SECONDS, signal);
    await watch.until(async () => ((await isWritten(watch)) ? true : undefined), marks);
  } catch (error) {
    // The old system, if it is still there, must come up at the next start, and no install may begin by itself: also
    // where the user has interrupted. A live system that runs is not touched by it.
    await setBootOrder(api, place, "disk", AbortSignal.timeout(LAST_MS)).catch(() => undefined);
    throw error;
  }
}

function isWritten(watch: Watch): Promise<boolean> {
  return hasSaid(watch, "written", "booted");
}

async function hasSaid(watch: Watch, ...stages: readonly string[]): Promise<boolean> {
  const markers = await watch.ask((session) => session.list(logFolder(watch.guest)));
  return markers.some(({ name }) => stages.includes(name));
}

async function restart(api: ProxmoxApi, place: VmPlace, shutdownSeconds: number, signal: AbortSignal): Promise<void> {
  await stop(api, place, shutdownSeconds, signal);
  await start(api, place, signal);
}

async function setBootOrder(
  api: ProxmoxApi,
  place: VmPlace,
  first: "disk" | "network",
  signal: AbortSignal,
): Promise<void> {
  const path = apiPath`/nodes/${place.node}/qemu/${place.vmId}/config`;
  const current = parseAnswer(Config, await api.get(path, {}, signal), path).boot ?? "";
  const wanted = bootOrder(current, first);
  if (wanted !== current) await api.put(path, { boot: wanted }, signal);
}

/** `order=virtio0;net0` with the NICs first or last; what is of one kind keeps its order. */
export function bootOrder(current: string, first: "disk" | "network"): string {
  const devices = (/(?:^|,)order=([^,]*)/.exec(current)?.[1] ?? "").split(";").filter((device) => device !== "");
  const isNic = (device: string): boolean => device.startsWith("net");
  const nics = devices.filter(isNic);
  const others = devices.filter((device) => !isNic(device));
  if (nics.length === 0) nics.push("net0");
  return `order=${(first === "network" ? [...nics, ...others] : [...others, ...nics]).join(";")}`;
}

/** Where the guest is: a VM that has only its id is not it, and what is done here would cost that one its disk. */
async function placeOf(api: ProxmoxApi, { vmId, name, machine }: Guest, signal: AbortSignal): Promise<VmPlace> {
  const found = await findVm(api, { vmId, uuid: machine, lastNode: "" }, signal);
  if (found.kind === "ours") return found.place;
  throw failure(
    `Unable to restart guest "${name}"`,
    found.kind === "another"
      ? `Its id ${vmId} belongs to another VM now, which is left alone. Plan again: the guest is then waited for anew.`
      : `There is no VM ${vmId}, or the API token may not see it.`,
  );
}
