import type { VirtualMachine } from "./virtual-machine";

/** What `status/current` tells. */
export function currentStatus(vm: VirtualMachine, haState?: string): Record<string, unknown> {
  const status = vm.running ? "running" : "stopped";
  return {
    ...usage(vm),
    agent: /^(enabled=)?1/.test(String(vm.config["agent"] ?? "")) ? 1 : undefined,
    cpus: vm.cpus,
    ha: haState === undefined ? { managed: 0 } : { managed: 1, state: haState },
    lock: vm.lock,
    name: vm.name,
    pid: vm.running ? 4000 + vm.vmid : undefined,
    qmpstatus: status,
    status,
    tags: vm.config["tags"],
    vmid: vm.vmid,
    ...(vm.running ? { "running-machine": "pc-i440fx-10.1+pve0", "running-qemu": "10.1.2" } : {}),
  };
}

/** What the list of the cluster's resources tells. */
export function resourceStatus(vm: VirtualMachine, haState?: string): Record<string, unknown> {
  return {
    ...usage(vm),
    hastate: haState,
    id: `qemu/${vm.vmid}`,
    lock: vm.lock,
    maxcpu: vm.cpus,
    name: vm.name,
    node: vm.node,
    pool: vm.pool,
    status: vm.running ? "running" : "stopped",
    tags: vm.config["tags"],
    template: vm.config["template"] ?? 0,
    type: "qemu",
    vmid: vm.vmid,
  };
}

function usage(vm: VirtualMachine): Record<string, number> {
  return {
    cpu: vm.running ? 0.01 : 0,
    disk: 0,
    diskread: 0,
    diskwrite: 0,
    maxdisk: vm.diskBytes,
    maxmem: vm.memoryBytes,
    mem: vm.running ? Math.floor(vm.memoryBytes / 2) : 0,
    netin: 0,
    netout: 0,
    uptime: vm.uptime,
  };
}
