import { ConfigError } from "../values/config-error";
import { known } from "./tokens";

/** The prefix that Proxmox Server Solutions owns, and that Proxmox itself gives its VMs. */
const PREFIX = "BC:24:11";

/** The MAC address that a VM has by its id: `102` → `BC:24:11:00:00:66`. */
export function macAddressOf(vmId: number): string {
  if (known(vmId) === undefined) {
    throw new ConfigError([
      {
        code: "fleet/late-vm-id",
        severity: "error",
        path: ["macAddress"],
        what: "a VM id that is not known at synth gives no MAC address",
        fix: "set macAddress",
      },
    ]);
  }
  const digits = (vmId % 2 ** 24).toString(16).toUpperCase().padStart(6, "0");
  return [PREFIX, ...(digits.match(/../g) ?? [])].join(":");
}
