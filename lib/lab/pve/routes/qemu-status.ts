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
    handle: (call) => currentStatus(theVm(call)),
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
      return powerTask(call.cluster, call.caller, vm, type, () => work(call, vm));
    },
  };
}
