import type { DirectoryNode } from "../machine/file-tree";
import { baseSystem, viewOf } from "../machine/base-system";
import { readLiveMedium, type LiveMedium } from "../machine/embedded-config";
import { drivesOf, memoryMiB, nicsOf } from "../machine/hardware";
import { runIgnition } from "../machine/ignition-apply";
import { staticAddress } from "../machine/keyfile";
import { Stuck, type Machine } from "../machine/machine";
import { failedMounts } from "../machine/mount-units";
import { Aborted } from "../machine/pause";
import { fetchInside } from "../network/http-client";
import { readQuadlets, type ContainerQuadlet } from "./quadlet";
import { isCalled, startOrder } from "./service-order";
import { roleOf, runService, type Role, type ServiceHost } from "./services";

const leastMemoryMiB = 2048;

/** Boots the live system from a CD and runs the services that its Ignition config declares. */
export async function bootLiveMedium(machine: Machine, volid: string): Promise<void> {
  const medium = readMedium(machine, volid);
  machine.print(`Booting Fedora CoreOS ${medium.release} (Live)`);
  machine.print(`Command line: ${medium.kernelArguments.join(" ")}`);
  const memory = memoryMiB(machine.vm.active);
  if (memory < leastMemoryMiB) {
    throw new Stuck("ignition", `Kernel panic - not syncing: System is deadlocked on memory (${memory} MiB)`);
  }
  const host = await applyIgnition(machine, medium);
  await machine.reach(
    "ignition",
    `ISO ${sizeOf(medium.isoBytes)}, Ignition ${sizeOf(medium.ignition?.length ?? 0)} embedded`,
  );
  await startServices(machine, host);
}

function readMedium(machine: Machine, volid: string): LiveMedium {
  try {
    return readLiveMedium(machine.isoPath(volid));
  } catch (error) {
    throw new Stuck("ignition", `Boot failed: ${volid}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function applyIgnition(machine: Machine, medium: LiveMedium): Promise<ServiceHost> {
  if (medium.ignition === undefined) throw new Stuck("ignition", "ignition: no config provided by user");
  if (!medium.kernelArguments.includes("ignition.firstboot")) {
    throw new Stuck("ignition", "ignition: not run, since ignition.firstboot is not among the kernel arguments");
  }
  const root = baseSystem();
  const view = viewOf(root);
  const drives = drivesOf(machine.vm);
  const nics = nicsOf(machine.vm);
  const log = (line: string): void => machine.print(line);
  const fetch = async (url: string): Promise<Buffer> => {
    const { status, body } = await fetchInside(machine.network, { url, from: "0.0.0.0", signal: machine.signal });
    if (status !== 200) throw new Error(`HTTP status ${status}`);
    return body;
  };
  try {
    await runIgnition(medium.ignition, { view, drives, fetch, log });
  } catch (error) {
    if (error instanceof Aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Stuck("ignition", `ignition: ${why}\nYou are in emergency mode.`);
  }
  log(`Welcome to Fedora CoreOS ${medium.release} on ${view.text("/etc/hostname")?.trim() ?? "localhost"}`);
  for (const failure of failedMounts(view, drives)) log(failure);
  const address = staticAddress(view, nics, log);
  if (address === undefined)
    throw new Stuck("sftp", "NetworkManager: no static address: the machine cannot be reached");
  machine.onPowerOff(machine.network.attach(address.address));
  log(`${address.nic.name}: ${address.address}`);
  const quadlets = readQuadlets(view);
  for (const error of quadlets.errors) log(error);
  const unnamedVolumes = new Map<string, DirectoryNode>();
  return { machine, view, drives, nics, quadlets, unnamedVolumes, address: address.address };
}

function sizeOf(bytes: number): string {
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

const services = ["dnsmasq", "http", "sftp"] as const;

async function startServices(machine: Machine, host: ServiceHost): Promise<void> {
  const failed = new Set<ContainerQuadlet>();
  const running = new Set<Role>();
  for (const container of startOrder(host.quadlets.containers)) {
    const role = roleOf(container);
    if (role === undefined) {
      machine.print(`${container.service}: started (the lab does not know what it does)`);
      continue;
    }
    const missing = container.requires.find((name) => !isThere(name, host, failed));
    try {
      if (missing !== undefined) throw new Error(`Dependency failed for ${container.service}: ${missing}`);
      await runService(container, role, host);
      running.add(role);
      machine.print(`[  OK  ] Started ${container.service}`);
    } catch (error) {
      if (machine.signal.aborted) throw new Aborted();
      failed.add(container);
      const why = error instanceof Error ? error.message : String(error);
      const stage = services.find((service) => service === role);
      const line = `[FAILED] Failed to start ${container.service}: ${why}`;
      if (stage === undefined) machine.print(line);
      else machine.stuck(stage, line);
      continue;
    }
    const service = services.find((name) => name === role);
    if (service !== undefined) await machine.reach(service);
  }
  for (const service of services) {
    const declared = host.quadlets.containers.some((container) => roleOf(container) === service);
    if (!declared) machine.stuck(service, `${service}: no such service on this machine`);
  }
  if (services.every((service) => running.has(service)) && failed.size === 0) await machine.reach("healthy");
}

/** Units that systemd itself has are taken to be there. */
function isThere(name: string, host: ServiceHost, failed: ReadonlySet<ContainerQuadlet>): boolean {
  const container = host.quadlets.containers.find((other) => isCalled(other, name));
  if (container !== undefined) return !failed.has(container);
  return !name.endsWith(".container");
}
