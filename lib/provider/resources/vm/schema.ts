import { defineSchema } from "../../framework/schema";
import { deviceAttributes } from "./schema/devices";
import { diskAttributes } from "./schema/disks";
import { haAttributes } from "./schema/high-availability";
import { firewallAttributes, nicAttributes } from "./schema/network";
import { sizingAttributes } from "./schema/sizing";

export const schema = defineSchema({
  version: 1,
  description:
    "A virtual machine: what Fedora CoreOS machines need. It never adopts a VM that it did not create, follows one that moved to another node, and shuts a VM down before a change that needs it.",
  identity: {
    version: 0,
    attributes: { vm_id: { type: "number", description: "Id of the VM." } },
  },
  attributes: {
    vm_id: { type: "number", mode: "required", replace: true, description: "100 to 999999999, unique in the cluster." },
    name: { type: "string", mode: "required", description: "A DNS label." },
    node_name: {
      type: "string",
      mode: "required",
      description: "Node to create the VM on. A VM that has moved since is left where it is.",
    },
    description: { type: "string", mode: "optional", description: "Notes." },
    tags: { type: { set: "string" }, mode: "optional", description: "Lower-case." },
    pool_id: {
      type: "string",
      mode: "optional",
      description: "Resource pool. A change moves the VM, which needs Pool.Allocate on both pools.",
    },
    ...sizingAttributes,
    bios: { type: "string", mode: "optional-computed", default: "seabios", description: "`seabios` or `ovmf`." },
    machine: { type: "string", mode: "optional", description: "Machine type; without it, Proxmox's default (i440fx)." },
    scsi_hardware: {
      type: "string",
      mode: "optional-computed",
      default: "virtio-scsi-single",
      description: "SCSI controller.",
    },
    on_boot: { type: "bool", mode: "optional-computed", default: true, description: "Started with its node." },
    started: { type: "bool", mode: "optional-computed", default: true, description: "Whether the VM runs." },
    protection: {
      type: "bool",
      mode: "optional-computed",
      default: false,
      description: "Refuses removal of the VM and its disks.",
    },
    boot_order: { type: { list: "string" }, mode: "required", description: "Devices to boot from, first one first." },
    disks: {
      nested: "list",
      mode: "optional",
      description: "Disks. Growing is done in place; shrinking, moving and removing are refused or replace the VM.",
      attributes: diskAttributes,
    },
    ...deviceAttributes,
    network_devices: {
      nested: "list",
      mode: "optional",
      description: "NICs, `net0` first.",
      attributes: nicAttributes,
    },
    firewall: {
      nested: "single",
      mode: "optional",
      description: "The VM's firewall options. Without it they are left alone.",
      attributes: firewallAttributes,
    },
    startup: {
      nested: "single",
      mode: "optional",
      description: "Place in the node's start order. Setting it needs Sys.Modify on `/`.",
      attributes: {
        order: { type: "number", mode: "required", description: "Smaller starts earlier." },
        up_delay: { type: "number", mode: "optional", description: "Seconds until the next VM starts." },
        down_delay: { type: "number", mode: "optional", description: "Seconds until the next VM stops." },
      },
    },
    ha: {
      nested: "single",
      mode: "optional",
      description:
        "High availability: the cluster restarts the VM, and brings it up elsewhere when its node is lost. Needs Sys.Audit and Sys.Console on `/`.",
      attributes: haAttributes,
    },
    shutdown_timeout: {
      type: "number",
      mode: "optional-computed",
      default: 60,
      description: "Seconds that the VM gets to shut down before it is stopped.",
    },
    current_node: { type: "string", mode: "computed", description: "Node on which the VM is now." },
    smbios_uuid: {
      type: "string",
      mode: "computed",
      description:
        "UUID that the VM was created with. By it the provider knows its own VM from another one with the same id.",
    },
  },
});
