import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { validateVm } from "../../../../lib/provider/resources/vm/validate";
import { aDisk, aNic, aVm } from "./a-vm";

function refusals(changes: ValueObject) {
  return validateVm({ ...aVm(), ...changes }).map(({ detail, path }) => [detail.split(" ")[0]?.trim(), path]);
}

describe("validateVm", () => {
  it("accepts a guest", () => {
    expect(validateVm(aVm())).toEqual([]);
  });

  it("lets through what is unknown and what is not set", () => {
    const names = Object.keys(aVm());

    expect(validateVm(Object.fromEntries(names.map((name) => [name, UNKNOWN])))).toEqual([]);
    expect(validateVm(Object.fromEntries(names.map((name) => [name, null])))).toEqual([]);
  });

  it.each<[string, ValueObject, readonly (string | number)[]]>([
    ["vm/id", { vm_id: 99 }, ["vm_id"]],
    ["vm/id", { vm_id: 102.5 }, ["vm_id"]],
    ["vm/name", { name: "web.example" }, ["name"]],
    ["vm/name", { name: "web\nroot" }, ["name"]],
    ["vm/node-name", { node_name: "pve/../3" }, ["node_name"]],
    ["vm/description", { description: "a\u0000b" }, ["description"]],
    ["vm/description", { description: "x".repeat(8193) }, ["description"]],
    ["vm/tag", { tags: ["Upper"] }, ["tags"]],
    ["vm/tag", { tags: ["a;b"] }, ["tags"]],
    ["vm/pool-id", { pool_id: "a b" }, ["pool_id"]],
    ["vm/cores", { cores: 0 }, ["cores"]],
    ["vm/sockets", { sockets: 0 }, ["sockets"]],
    ["vm/cpu-limit", { cpu_limit: 0 }, ["cpu_limit"]],
    ["vm/cpu-limit", { cpu_limit: 0.009 }, ["cpu_limit"]],
    ["vm/numa", { numa: true, sockets: 3 }, ["numa"]],
    ["vm/cpu-limit", { cpu_limit: 128.5 }, ["cpu_limit"]],
    ["vm/cpu-units", { cpu_units: 262_145 }, ["cpu_units"]],
    ["vm/memory-minimum", { memory_minimum_mib: 8 }, ["memory_minimum_mib"]],
    ["vm/memory-minimum", { memory_minimum_mib: 4097 }, ["memory_minimum_mib"]],
    ["vm/cpu-type", { cpu_type: "host,flags=+aes" }, ["cpu_type"]],
    ["vm/memory", { memory_mib: 8 }, ["memory_mib"]],
    ["vm/bios", { bios: "uefi" }, ["bios"]],
    ["vm/machine", { machine: "q35,viommu=intel" }, ["machine"]],
    ["vm/scsi-hardware", { scsi_hardware: "virtio" }, ["scsi_hardware"]],
    ["vm/shutdown-timeout", { shutdown_timeout: -1 }, ["shutdown_timeout"]],
    ["vm/boot-order", { boot_order: ["virtio0", "disk"] }, ["boot_order", 1]],
    ["vm/boot-order", { boot_order: ["virtio0", "net1"] }, ["boot_order", 1]],
    ["vm/boot-order", { boot_order: ["net0", "net0"] }, ["boot_order", 1]],
    ["vm/disk-interface", { disks: [aDisk(), aDisk({ interface: "virtio16" })] }, ["disks", 1, "interface"]],
    ["vm/datastore", { disks: [aDisk({ datastore_id: "a:b" })] }, ["disks", 0, "datastore_id"]],
    ["vm/disk-size", { disks: [aDisk({ size_gib: 0.5 })] }, ["disks", 0, "size_gib"]],
    ["vm/disk-serial", { disks: [aDisk({ serial: "x,ro=1" })] }, ["disks", 0, "serial"]],
    ["vm/duplicate-disk", { disks: [aDisk(), aDisk()] }, ["disks", 1, "interface"]],
    ["vm/efi-disk", { efi_disk: { datastore_id: "local-lvm", pre_enrolled_keys: false } }, ["efi_disk"]],
    ["vm/cdrom-volume", { cdrom: { interface: "ide2", volume_id: "local:iso/a.iso,x=1" } }, ["cdrom", "volume_id"]],
    ["vm/cdrom-interface", { cdrom: { interface: "ide4", volume_id: "local:iso/a.iso" } }, ["cdrom", "interface"]],
    ["vm/bridge", { network_devices: [aNic({ bridge: "vmbr1,tag=5" })] }, ["network_devices", 0, "bridge"]],
    [
      "vm/mac-address",
      { network_devices: [aNic({ mac_address: "01:00:5E:00:00:01" })] },
      ["network_devices", 0, "mac_address"],
    ],
    [
      "vm/mac-address",
      { network_devices: [aNic({ mac_address: "bc2411000066" })] },
      ["network_devices", 0, "mac_address"],
    ],
    ["vm/nic-model", { network_devices: [aNic({ model: "bridge=vmbr0" })] }, ["network_devices", 0, "model"]],
    ["vm/vlan", { network_devices: [aNic({ vlan_id: 4095 })] }, ["network_devices", 0, "vlan_id"]],
    ["vm/mtu", { network_devices: [aNic({ mtu: 100 })] }, ["network_devices", 0, "mtu"]],
    [
      "vm/address",
      { network_devices: [aNic({ addresses: ["10.20.0.12", "10.20.0.300"] })] },
      ["network_devices", 0, "addresses", 1],
    ],
    [
      "vm/address",
      { network_devices: [aNic({ addresses: ["10.20.0.0/33"] })] },
      ["network_devices", 0, "addresses", 0],
    ],
    [
      "vm/duplicate-mac",
      { network_devices: [aNic(), aNic({ mac_address: "bc:24:11:00:00:66" })] },
      ["network_devices", 1, "mac_address"],
    ],
    [
      "vm/firewall-policy",
      {
        firewall: {
          enabled: true,
          mac_filter: true,
          ip_filter: true,
          dhcp: true,
          verify: true,
          input_policy: "ALLOW",
          output_policy: "DROP",
        },
      },
      ["firewall", "input_policy"],
    ],
    ["vm/startup", { startup: { order: -1, up_delay: null, down_delay: null } }, ["startup", "order"]],
  ])("refuses %s: %j", (code, changes, path) => {
    expect(refusals(changes)).toEqual([[code, path]]);
  });

  it("takes memory that comes out even, and any without NUMA or with sockets that are not known", () => {
    expect(refusals({ numa: true, sockets: 2 })).toEqual([]);
    expect(refusals({ numa: true, sockets: null })).toEqual([]);
    expect(refusals({ numa: false, sockets: 3 })).toEqual([]);
    expect(refusals({ numa: true, sockets: UNKNOWN })).toEqual([]);
  });

  it("refuses everything at once", () => {
    expect(
      refusals({ vm_id: 1, cores: 0, disks: [aDisk({ size_gib: 0 })], network_devices: [aNic({ vlan_id: 0 })] }),
    ).toEqual([
      ["vm/id", ["vm_id"]],
      ["vm/cores", ["cores"]],
      ["vm/disk-size", ["disks", 0, "size_gib"]],
      ["vm/vlan", ["network_devices", 0, "vlan_id"]],
    ]);
  });

  it("says what was found and what is allowed", () => {
    expect(validateVm({ ...aVm(), vm_id: 99 })).toEqual([
      {
        severity: "error",
        summary: 'Unable to accept VM "web"',
        detail:
          "vm/id at vm_id\n  the value is not allowed\n  got: 99\n  allowed: a whole number from 100 to 999999999\n  fix: correct the value",
        path: ["vm_id"],
      },
    ]);
  });

  it("does not judge a boot order while devices are unknown", () => {
    expect(refusals({ boot_order: ["scsi3"], disks: UNKNOWN })).toEqual([]);
  });

  it("knows the drive that a CD gets when none is named", () => {
    expect(refusals({ boot_order: ["ide2"], cdrom: { interface: null, volume_id: "local:iso/a.iso" } })).toEqual([]);
  });

  it("warns of OVMF without an EFI disk", () => {
    expect(validateVm({ ...aVm(), bios: "ovmf" }).map(({ severity, path }) => [severity, path])).toEqual([
      ["warning", ["bios"]],
    ]);
  });
});
