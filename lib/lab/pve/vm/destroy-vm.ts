import { failure } from "../api-error";
import type { Call } from "../routes/route";
import type { VirtualMachine } from "./virtual-machine";

/** Removes a VM that does not run, with its disks. `purge` removes what was granted on it as well. */
export function destroyVm({ cluster, caller, values }: Call, vm: VirtualMachine): string {
  vm.refuseLocked();
  if (vm.config["protection"] === 1) {
    throw failure(`can't remove VM ${vm.vmid} - protection mode enabled`);
  }
  if (vm.running) {
    throw failure(`VM ${vm.vmid} is running - destroy failed`);
  }
  const managed = cluster.ha.members.has(vm.vmid);
  if (managed && !values.flag("purge")) {
    throw failure(`unable to remove VM ${vm.vmid} - used in HA resources and purge parameter not set.`);
  }
  vm.lock = "destroyed";
  return cluster.tasks.start({
    node: vm.node,
    type: "qmdestroy",
    id: String(vm.vmid),
    caller,
    turnstile: vm.turnstile,
    work: async () => {
      await cluster.hypervisor.removed(vm);
      [...new Set(vm.disks.values())].forEach((disk) => cluster.freeDisk(vm.node, disk));
      cluster.vms.delete(vm.vmid);
      if (values.flag("purge")) {
        cluster.ha.remove(vm.vmid);
        cluster.access.acl = cluster.access.acl.filter(({ path }) => path !== `/vms/${vm.vmid}`);
      }
    },
  });
}
