import type { Construct } from "constructs";
import type { Problem } from "../values/config-error";
import { checkLater } from "./app-check";
import { claim } from "./claims";
import type { GuestIdentity } from "./machine-props";
import { type Placement, placeProblems } from "./placement";
import { validateVmSpec, type VmSpec } from "./vm-spec";

/** What {@link checkMachine} looks at besides who the machine is. */
export interface MachineCheck {
  /** As the machine's properties name it. */
  readonly nodeName: string | Placement | undefined;

  /** Its VM, as it is when the app is written. */
  readonly spec: () => VmSpec;

  /** What only machines of this kind are asked. */
  readonly own: (spec: VmSpec) => readonly Problem[];
}

/** Takes what no two machines may share, and has the machine checked just before the app is written. */
export function checkMachine(
  machine: Construct,
  { proxmox, subnet, vmId, macAddress, address, hostname }: GuestIdentity,
  { nodeName, spec, own }: MachineCheck,
): void {
  claim(machine, "vm-id", proxmox.identity, vmId, "vmId");
  claim(machine, "mac-address", subnet.bridge, macAddress, "macAddress");
  claim(machine, "address", subnet.bridge, address, "address");
  claim(machine, "host-name", subnet.bridge, hostname, "hostname");
  checkLater(machine, () => [
    ...subnet.hostProblems(address, ["address"]),
    ...placeProblems(nodeName, proxmox, spec()),
    ...validateVmSpec(spec()),
    ...own(spec()),
  ]);
}
