import type { Caller } from "../access/caller";
import { failure } from "../api-error";
import type { Cluster } from "../cluster";
import { parseDrive } from "./drives";
import { parseNic } from "./nics";
import type { VirtualMachine } from "./virtual-machine";

/** Gives the machine power, with the configuration as it is now. */
export async function powerOn(cluster: Cluster, vm: VirtualMachine): Promise<void> {
  vm.refuseLocked();
  if (vm.running) {
    throw failure(`VM ${vm.vmid} already running`);
  }
  requireHardware(cluster, vm);
  vm.active = { ...vm.config };
  vm.running = true;
  vm.startedAt = Math.floor(Date.now() / 1000);
  try {
    await cluster.hypervisor.start(vm);
  } catch (error) {
    vm.powerOff();
    throw error;
  }
}

/** Takes the power away, at once or after the guest has shut down. A machine without power is left as it is. */
export async function powerOff(cluster: Cluster, vm: VirtualMachine, how: "stop" | "shutdown"): Promise<void> {
  if (vm.running) {
    await cluster.hypervisor.stop(vm, how);
    vm.powerOff();
  }
}

export async function reset(cluster: Cluster, vm: VirtualMachine): Promise<void> {
  vm.refuseLocked();
  if (!vm.running) {
    throw failure(`VM ${vm.vmid} not running`);
  }
  await cluster.hypervisor.stop(vm, "reset");
}

/** Shuts down and starts again, which is when waiting changes of the configuration take effect. */
export async function reboot(cluster: Cluster, vm: VirtualMachine): Promise<void> {
  vm.refuseLocked();
  if (!vm.running) {
    throw failure(`VM ${vm.vmid} not running`);
  }
  await powerOff(cluster, vm, "shutdown");
  await powerOn(cluster, vm);
}

/** Starts a task about the power of one VM. */
export function powerTask(
  cluster: Cluster,
  caller: Caller,
  vm: VirtualMachine,
  type: string,
  work: () => Promise<void>,
): string {
  return cluster.tasks.start({ node: vm.node, type, id: String(vm.vmid), caller, turnstile: vm.turnstile, work });
}

/** A CD that was deleted, or a bridge that this node lacks, shows when the machine is started, not before. */
function requireHardware(cluster: Cluster, vm: VirtualMachine): void {
  for (const [option, value] of Object.entries(vm.config)) {
    const drive = parseDrive(option, String(value));
    if (drive?.kind === "cd" && drive.volid !== "none") {
      const storage = cluster.storages.find(vm.node, drive.volid.split(":")[0] ?? "");
      if (!storage.files.has(drive.volid)) {
        throw failure(`volume '${drive.volid}' does not exist`);
      }
    }
    const bridge = /^net\d+$/.test(option) ? parseNic(String(value)).get("bridge") : undefined;
    if (bridge !== undefined && !cluster.bridges(vm.node).includes(bridge)) {
      throw failure(`bridge '${bridge}' does not exist`);
    }
  }
}
