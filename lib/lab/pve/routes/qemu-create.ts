import { node, optionalFlag, poolid, storage, vmid } from "../parameters/parameter";
import { createVm } from "../vm/create-vm";
import { vmOptions } from "../vm/options";
import { currentStatus } from "../vm/vm-status";
import type { Route } from "./route";

export const createRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/nodes/{node}/qemu",
    parameters: {
      ...vmOptions,
      node,
      vmid,
      pool: { ...poolid, optional: true },
      start: optionalFlag,
      storage: { ...storage, optional: true },
    },
    handle: (call) => {
      call.cluster.node(call.values.text("node"));
      return createVm(call);
    },
  },
  {
    method: "GET",
    path: "/nodes/{node}/qemu",
    parameters: { node, full: optionalFlag },
    handle: ({ cluster, caller, values }) => {
      const { name } = cluster.node(values.text("node"));
      const here = cluster.vmsByNumber().filter((vm) => vm.node === name);
      return here
        .filter((vm) => cluster.access.has(caller, `/vms/${vm.vmid}`, ["VM.Audit"]))
        .map((vm) => currentStatus(vm));
    },
  },
];
