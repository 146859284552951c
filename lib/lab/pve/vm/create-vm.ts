import { randomUUID } from "node:crypto";
import { failure, permissionError } from "../api-error";
import type { Cluster } from "../cluster";
import type { Call } from "../routes/route";
import { applyOptions } from "./apply-options";
import { powerOn } from "./power";
import { VirtualMachine } from "./virtual-machine";
import { checkOptions, checkVm } from "./vm-access";

/** Parameters that are about the call, not about the VM. */
const ofTheCall = new Set(["vmid", "node", "pool", "start", "storage", "force", "unique", "bwlimit", "ha-managed"]);

/** The version of QEMU that makes the machines. */
const qemuVersion = "10.1.2";

/** Checks the request, books the VM id, and starts the task that makes the VM. */
export function createVm(call: Call): string {
  const { cluster, caller, values } = call;
  const [node, vmid, pool] = [values.text("node"), values.number("vmid"), values.optionalText("pool")];
  if (pool !== undefined && !cluster.pools.has(pool)) {
    throw permissionError(`pool '${pool}' does not exist`, ["Pool.Audit"]);
  }
  const options = new Map(values.entries().filter(([name]) => !ofTheCall.has(name)));
  checkVm(call, { vmid, node, pool }, ["VM.Allocate"]);
  checkOptions(call, { vmid, node, pool }, options);
  const vm = book(cluster, node, vmid);
  if (pool !== undefined) {
    vm.pool = pool;
  }
  return cluster.tasks.start({
    node,
    type: "qmcreate",
    id: String(vmid),
    caller,
    turnstile: vm.turnstile,
    abandon: () => void cluster.vms.delete(vmid),
    work: async () => {
      build(cluster, vm, options);
      if (values.flag("start")) {
        await powerOn(cluster, vm);
      }
    },
  });
}

function book(cluster: Cluster, node: string, vmid: number): VirtualMachine {
  const other = cluster.vms.get(vmid);
  if (other !== undefined) {
    throw failure(`unable to create VM ${vmid} - VM ${vmid} already exists on node '${other.node}'`);
  }
  const vm = new VirtualMachine(vmid, node);
  vm.lock = "create";
  cluster.vms.set(vmid, vm);
  return vm;
}

/** A VM that could not be made leaves neither disks nor its id behind. */
function build(cluster: Cluster, vm: VirtualMachine, options: ReadonlyMap<string, string | number>): void {
  try {
    applyOptions(cluster, vm, options);
  } catch (error) {
    [...new Set(vm.disks.values())].forEach((disk) => cluster.freeDisk(vm.node, disk));
    cluster.vms.delete(vm.vmid);
    throw failure(`unable to create VM ${vm.vmid} - ${error instanceof Error ? error.message : String(error)}`);
  }
  vm.config["boot"] ??= defaultBoot(vm);
  vm.config["meta"] = `creation-qemu=${qemuVersion},ctime=${Math.floor(Date.now() / 1000)}`;
  vm.config["smbios1"] ??= `uuid=${randomUUID()}`;
  vm.config["vmgenid"] ??= randomUUID();
  delete vm.lock;
}

/** Without an order of its own, a VM boots from its first disk, its first CD and its first NIC. */
function defaultBoot(vm: VirtualMachine): string {
  const keys = Object.keys(vm.config).sort();
  const isCd = (key: string): boolean => String(vm.config[key]).includes("media=cdrom");
  const drives = keys.filter((key) => /^(ide|sata|scsi|virtio)\d+$/.test(key));
  const first = [drives.find((key) => !isCd(key)), drives.find(isCd), keys.find((key) => /^net\d+$/.test(key))];
  return `order=${first.filter((key) => key !== undefined).join(";")}`;
}
