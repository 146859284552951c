import { digest, node, optionalFlag, vmid } from "../parameters/parameter";
import type { Parameters } from "../parameters/parameter";
import { destroyVm } from "../vm/destroy-vm";
import { vmOptions } from "../vm/options";
import { prepareUpdate, refuseSkipLock } from "../vm/update-vm";
import type { VirtualMachine } from "../vm/virtual-machine";
import type { Call, Route } from "./route";
import { theVm } from "./the-vm";

const audit = { path: "/vms/{vmid}", privileges: ["VM.Audit"] } as const;

/** Somebody who may change nothing is refused at once; each option is looked at later. */
const configure = {
  path: "/vms/{vmid}",
  privileges: ["Disk", "CDROM", "CPU", "Memory", "Network", "HWType", "Options", "Cloudinit"].map(
    (part) => `VM.Config.${part}`,
  ),
  any: true,
} as const;

const changes: Parameters = {
  ...vmOptions,
  node,
  vmid,
  delete: { type: "string", optional: true, format: "pve-configid-list" },
  digest,
  force: { ...optionalFlag, requires: "delete" },
  skiplock: optionalFlag,
};

export const configRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/config",
    parameters: { node, vmid, current: optionalFlag },
    permission: audit,
    handle: (call) => {
      const vm = theVm(call);
      const config = call.values.flag("current") ? vm.current : vm.config;
      return { ...config, digest: vm.digest, lock: vm.lock };
    },
  },
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/pending",
    parameters: { node, vmid },
    permission: audit,
    handle: (call) => listPending(theVm(call)),
  },
  {
    method: "PUT",
    path: "/nodes/{node}/qemu/{vmid}/config",
    parameters: changes,
    permission: configure,
    handle: change,
  },
  {
    method: "POST",
    path: "/nodes/{node}/qemu/{vmid}/config",
    parameters: changes,
    permission: configure,
    handle: changeInBackground,
  },
  {
    method: "DELETE",
    path: "/nodes/{node}/qemu/{vmid}",
    parameters: {
      node,
      vmid,
      "destroy-unreferenced-disks": optionalFlag,
      purge: optionalFlag,
      skiplock: optionalFlag,
    },
    permission: { path: "/vms/{vmid}", privileges: ["VM.Allocate"] },
    handle: (call) => {
      refuseSkipLock(call);
      return destroyVm(call, theVm(call));
    },
  },
];

async function change(call: Call): Promise<null> {
  refuseSkipLock(call);
  await prepareUpdate(call, theVm(call))();
  return null;
}

/** What can be refused at once is refused at once; the task tells the rest. */
function changeInBackground(call: Call): string {
  refuseSkipLock(call);
  const vm = theVm(call);
  const update = prepareUpdate(call, vm);
  return call.cluster.tasks.start({
    node: vm.node,
    type: "qmconfig",
    id: String(vm.vmid),
    caller: call.caller,
    work: update,
  });
}

/** Each option with its value in the running machine, and the one that waits for the next start: here all are texts. */
function listPending(vm: VirtualMachine): unknown[] {
  const { current, config } = vm;
  return [...new Set([...Object.keys(current), ...Object.keys(config)])].sort().map((key) => ({
    key,
    value: asText(current[key]),
    ...(current[key] === config[key] ? {} : key in config ? { pending: asText(config[key]) } : { delete: 1 }),
  }));
}

function asText(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
