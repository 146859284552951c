import { node, optionalFlag, vmid } from "../parameters/parameter";
import type { Parameters } from "../parameters/parameter";
import { powerOff, powerOn, powerTask, reboot, reset } from "../vm/power";
import { refuseSkipLock } from "../vm/update-vm";
import type { VirtualMachine } from "../vm/virtual-machine";
import { currentStatus } from "../vm/vm-status";
import type { Call, Route } from "./route";
import { theVm } from "./the-vm";

const timeout = { type: "integer", optional: true, minimum: 0 } as const;

export const statusRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/status/current",
    parameters: { node, vmid },
    permission: { path: "/vms/{vmid}", privileges: ["VM.Audit"] },
    handle: (call) => {
      const vm = theVm(call);
      return currentStatus(vm, call.cluster.ha.members.get(vm.vmid)?.state);
    },
  },
  power("start", "qmstart", { timeout, skiplock: optionalFlag }, ({ cluster }, vm) => powerOn(cluster, vm)),
  power(
    "stop",
    "qmstop",
    { timeout, skiplock: optionalFlag, keepActive: optionalFlag, "overrule-shutdown": optionalFlag },
    ({ cluster }, vm) => powerOff(cluster, vm, "stop"),
  ),
  power(
    "shutdown",
    "qmshutdown",
    { timeout, skiplock: optionalFlag, forceStop: optionalFlag, keepActive: optionalFlag },
    ({ cluster, values }, vm) =>
      shutDown(
        () => powerOff(cluster, vm, "shutdown"),
        values.flag("forceStop"),
        () => powerOff(cluster, vm, "stop"),
      ),
  ),
  power("reset", "qmreset", { skiplock: optionalFlag }, ({ cluster }, vm) => reset(cluster, vm)),
  power("reboot", "qmreboot", { timeout }, ({ cluster }, vm) => reboot(cluster, vm)),
];

/** A guest that does not shut down is stopped if that is wanted. */
async function shutDown(gently: () => Promise<void>, force: boolean, hard: () => Promise<void>): Promise<void> {
  try {
    await gently();
  } catch (error) {
    if (!force) {
      throw error;
    }
    await hard();
  }
}

function power(
  verb: string,
  type: string,
  parameters: Parameters,
  work: (call: Call, vm: VirtualMachine) => Promise<void>,
): Route {
  return {
    method: "POST",
    path: `/nodes/{node}/qemu/{vmid}/status/${verb}`,
    parameters: { node, vmid, ...parameters },
    permission: { path: "/vms/{vmid}", privileges: ["VM.PowerMgmt"] },
    handle: (call) => {
      if ("skiplock" in parameters) {
        refuseSkipLock(call);
      }
      const vm = theVm(call);
      if (call.cluster.ha.manages(vm.vmid) && isHaVerb(verb)) {
        return requestState(call, vm, verb);
      }
      return powerTask(call.cluster, call.caller, vm, type, () => work(call, vm));
    },
  };
}

type HaVerb = "start" | "stop" | "shutdown";

function isHaVerb(verb: string): verb is HaVerb {
  return ["start", "stop", "shutdown"].includes(verb);
}

/** A member is not started or stopped: the cluster is told how it is to be, and the task ends with that. */
function requestState({ cluster, caller }: Call, vm: VirtualMachine, verb: HaVerb): string {
  return cluster.tasks.start({
    node: vm.node,
    type: verb === "start" ? "hastart" : "hastop",
    id: String(vm.vmid),
    caller,
    work: () => {
      if (verb === "start") {
        cluster.ha.request(vm.vmid, "started");
      } else {
        cluster.ha.request(vm.vmid, "stopped", verb);
      }
    },
  });
}
