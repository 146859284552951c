import { PROVIDER_ADDRESS } from "../../../lib/provider/address";

const FIRST = 10_000;

/** A stack of VMs that differ in name, id and MAC address, in OpenTofu's JSON. */
export function stack(count: number, version: string): unknown {
  const vms = Array.from({ length: count }, (_, index) => [`vm${index}`, vm(index)] as const);
  return {
    terraform: { required_providers: { slipway: { source: PROVIDER_ADDRESS, version } } },
    provider: { slipway: [{}] },
    resource: { slipway_vm: Object.fromEntries(vms) },
  };
}

function vm(index: number): unknown {
  const tail = [index >> 8, index & 255].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase());
  return {
    vm_id: FIRST + index,
    name: `vm${index}`,
    node_name: `pve${(index % 3) + 1}`,
    pool_id: "fleet",
    tags: ["fleet", "slipway"],
    memory_mib: 2048,
    boot_order: ["virtio0", "net0"],
    disks: [{ interface: "virtio0", datastore_id: "local-lvm", size_gib: 16 }],
    network_devices: [{ bridge: "vmbr1", mac_address: ["BC:24:11:01", ...tail].join(":") }],
  };
}
