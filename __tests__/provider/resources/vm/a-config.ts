import type { ValueObject } from "../../../../lib/provider/framework/values";
import { schema } from "../../../../lib/provider/resources/vm/schema";

/** What a user writes for guest "web"; everything else is null, as OpenTofu sends it. */
export function config(changes: ValueObject = {}): ValueObject {
  return {
    ...nulls(Object.keys(schema.attributes)),
    vm_id: 102,
    name: "web",
    node_name: "pve3",
    tags: ["slipway", "guest"],
    memory_mib: 4096,
    machine: "q35",
    boot_order: ["virtio0", "net0"],
    disks: [disk()],
    network_devices: [nic()],
    firewall: {
      enabled: null,
      mac_filter: null,
      ip_filter: null,
      dhcp: null,
      verify: null,
      input_policy: "DROP",
      output_policy: null,
    },
    ...changes,
  };
}

export function disk(changes: ValueObject = {}): ValueObject {
  const none = nulls([
    "serial",
    "discard",
    "iothread",
    "backup",
    "import_from",
    "replicate",
    "ssd",
    "ro",
    "cache",
    "aio",
    "limits",
  ]);
  return { interface: "virtio0", datastore_id: "local-lvm", size_gib: 16, ...none, ...changes };
}

export function ha(changes: ValueObject = {}): ValueObject {
  const none = nulls(["state", "max_restart", "max_relocate", "failback", "comment", "nodes", "strict"]);
  return { ...none, ...changes };
}

function nulls(names: readonly string[]): ValueObject {
  return Object.fromEntries(names.map((name) => [name, null]));
}

export function nic(changes: ValueObject = {}): ValueObject {
  const none = nulls(["model", "vlan_id", "mtu", "firewall", "trunks", "queues", "rate", "link_down"]);
  return { bridge: "vmbr1", mac_address: "BC:24:11:00:00:66", addresses: ["10.20.0.12"], ...none, ...changes };
}
