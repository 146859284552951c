import type { VirtualMachine } from "../vm/virtual-machine";
import type { Call } from "./route";

/** The VM that the path names, or a refusal if it is not on that node. */
export function theVm({ cluster, values }: Call): VirtualMachine {
  return cluster.vm(values.text("node"), values.number("vmid"));
}
