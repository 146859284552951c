import { failure, parameterError } from "../api-error";
import type { Call } from "../routes/route";
import { parseDrive } from "./drives";
import type { VirtualMachine } from "./virtual-machine";

/** Moves a VM to another node. Its local disks go with it if that is wanted; a local ISO cannot. */
export function migrateVm({ cluster, caller, values }: Call, vm: VirtualMachine): string {
  const target = values.text("target");
  if (target === vm.node) {
    throw parameterError({ target: "target is local node." });
  }
  if (!cluster.nodes.has(target)) {
    throw failure(`no such cluster node '${target}'`);
  }
  vm.refuseLocked();
  if (vm.running && !values.flag("online")) {
    throw failure("can't migrate running VM without --online");
  }
  vm.lock = "migrate";
  return cluster.tasks.start({
    node: vm.node,
    type: "qmigrate",
    id: String(vm.vmid),
    caller,
    turnstile: vm.turnstile,
    work: (log) => {
      const obstacles = migrationObstacles(vm, values.flag("with-local-disks"));
      delete vm.lock;
      if (obstacles.length > 0) {
        obstacles.forEach(log);
        throw failure("migration aborted");
      }
      cluster.moveVm(vm, target);
    },
  });
}

/** ISOs that keep a VM on its node: every storage here is local to its node. */
export function localCds(vm: VirtualMachine): string[] {
  return Object.entries(vm.config).flatMap(([option, value]) => {
    const drive = parseDrive(option, String(value));
    return drive?.kind === "cd" && drive.volid !== "none" ? [drive.volid] : [];
  });
}

function migrationObstacles(vm: VirtualMachine, withLocalDisks: boolean): string[] {
  const cds = localCds(vm).map((volid) => `can't migrate local cdrom '${volid}'`);
  const disks = vm.running && !withLocalDisks ? [...vm.disks.values()] : [];
  return [
    ...cds,
    ...disks.map(({ volid }) => `can't live migrate attached local disk '${volid}' without with-local-disks option`),
  ];
}
