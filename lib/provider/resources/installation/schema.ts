import { defineSchema } from "../../framework/schema";
import { server } from "../files/server";

export const schema = defineSchema({
  version: 0,
  description: "Waits until a guest has installed itself and reported, and tells what it reported.",
  attributes: {
    name: { type: "string", mode: "required", description: "Host name of the guest, for messages." },
    vm_id: { type: "number", mode: "required", replace: true, description: "The guest's VM." },
    mac_address: { type: "string", mode: "required", description: "The MAC address by which dnsmasq knows the guest." },
    address: { type: "string", mode: "required", description: "The guest's IPv4 address on the install network." },
    server,
    nonce: {
      type: "string",
      mode: "required",
      description: "The nonce of the guest's Ignition config. A new one means that the config has changed.",
    },
    machine: {
      type: "string",
      mode: "optional-computed",
      replace: true,
      description:
        "SMBIOS UUID of the guest's VM, in lower case: what another machine with the same id and config has reported does not count. Without it, Proxmox is asked; then it is at the next plan only that a VM which was made anew is noticed.",
    },
    on_change: {
      type: "string",
      mode: "optional-computed",
      default: "replace",
      description:
        "What a new nonce does: `replace` (this resource and, by its triggers, the VM are replaced), `reinstall` (the guest boots from the network once and installs again; data disks stay) or `ignore`.",
    },
    timeout: {
      type: "number",
      mode: "optional-computed",
      default: 1800,
      description: "Seconds until the wait ends with an error.",
    },
    release: { type: "string", mode: "computed", description: "The Fedora CoreOS release that the guest runs." },
    ssh_host_keys: {
      type: { list: "string" },
      mode: "computed",
      description: "The guest's public SSH host keys, each as `ssh-ed25519 AAAA…`.",
    },
    ssh_host_key_fingerprint: {
      type: "string",
      mode: "computed",
      nullable: true,
      description: "`SHA256:…` of the guest's Ed25519 host key.",
    },
    boot_id: { type: "string", mode: "computed", description: "The boot in which the guest reported." },
    installed_in: {
      type: "number",
      mode: "computed",
      nullable: true,
      description:
        "Seconds from the start of the wait to the report. Where the guest was quicker than the first look, the seconds since its VM was switched on; null if that was before OpenTofu began, as for a guest that had been installed already.",
    },
  },
});
