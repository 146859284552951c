import { validateVmSpec, type VmSpec } from "../../lib";
import { aProxmox, synthesizeStack } from "./synth";

/** A VM with everything that a description knows. */
const spec: VmSpec = {
  vmId: 300,
  name: "box",
  nodeName: "pve1",
  tags: ["all"],
  cores: 4,
  sockets: 2,
  cpuType: "host",
  cpuLimit: 6.5,
  cpuUnits: 200,
  numa: true,
  memoryMiB: 8192,
  memoryMinimumMiB: 4096,
  bios: "ovmf",
  onBoot: true,
  started: true,
  protection: false,
  rng: { source: "/dev/random", maxBytes: 2048, period: 500 },
  serialPorts: 2,
  display: { type: "serial1", memoryMiB: 32 },
  watchdog: { action: "poweroff" },
  bootOrder: ["scsi0", "net0"],
  disks: [
    {
      interface: "scsi0",
      datastoreId: "local-lvm",
      sizeGiB: 10,
      importFrom: "local:import/fcos.qcow2",
      backup: true,
      replicate: false,
      ssd: true,
      cache: "writeback",
      aio: "threads",
      limits: {
        readOperations: 100,
        readOperationsBurst: 200,
        writeOperations: 50,
        writeOperationsBurst: 60,
        readMB: 40,
        readMBBurst: 80,
        writeMB: 20,
        writeMBBurst: 30,
      },
    },
    { interface: "sata1", datastoreId: "nas", sizeGiB: 1, backup: false },
  ],
  efiDisk: { datastoreId: "local-lvm" },
  tpm: { datastoreId: "local-lvm" },
  networkDevices: [
    {
      bridge: "vmbr1",
      macAddress: "BC:24:11:00:01:2C",
      vlanId: 7,
      mtu: 9000,
      queues: 4,
      rateMB: 12.5,
      trunks: ["20", "30-39"],
      linkDown: true,
      firewall: true,
      addresses: [],
    },
    { bridge: "vmbr9", macAddress: "BC:24:11:00:01:2D", model: "e1000", addresses: [] },
  ],
  filtered: false,
  ha: { state: "started", maxRestart: 3, maxRelocate: 2, nodes: { pve1: 2, pve2: 1 }, strict: true },
  shutdownTimeout: 120,
};

function synthesized(driver: "bpg" | "native") {
  const { resource } = synthesizeStack((stack) => {
    const proxmox = aProxmox(stack, { driver });
    proxmox.driver.createVm(stack, "vm", spec, { proxmox, dependsOn: [], replaceTriggeredBy: [] });
  });
  return (type: string) => Object.values(resource?.[type] ?? {})[0];
}

describe("A VM with everything", () => {
  it("is accepted", () => {
    expect(validateVmSpec(spec)).toEqual([]);
  });

  it("is described whole by the native driver", () => {
    expect(synthesized("native")("slipway_vm")).toMatchObject({
      cores: 4,
      sockets: 2,
      cpu_type: "host",
      cpu_limit: 6.5,
      cpu_units: 200,
      numa: true,
      memory_mib: 8192,
      memory_minimum_mib: 4096,
      rng: { source: "/dev/random", max_bytes: 2048, period: 500 },
      serial_ports: 2,
      vga: { type: "serial1", memory: 32 },
      watchdog: { action: "poweroff" },
      tpm_state: { datastore_id: "local-lvm" },
      disks: [
        {
          interface: "scsi0",
          datastore_id: "local-lvm",
          size_gib: 10,
          import_from: "local:import/fcos.qcow2",
          discard: true,
          iothread: true,
          backup: true,
          replicate: false,
          ssd: true,
          cache: "writeback",
          aio: "threads",
          limits: {
            iops_rd: 100,
            iops_rd_max: 200,
            iops_wr: 50,
            iops_wr_max: 60,
            mbps_rd: 40,
            mbps_rd_max: 80,
            mbps_wr: 20,
            mbps_wr_max: 30,
          },
        },
        { interface: "sata1", datastore_id: "nas", size_gib: 1, discard: true, iothread: false, backup: false },
      ],
      network_devices: [
        {
          bridge: "vmbr1",
          mac_address: "BC:24:11:00:01:2C",
          model: "virtio",
          vlan_id: 7,
          mtu: 9000,
          queues: 4,
          rate: 12.5,
          trunks: ["20", "30-39"],
          link_down: true,
          firewall: true,
        },
        { bridge: "vmbr9", mac_address: "BC:24:11:00:01:2D", model: "e1000", firewall: false },
      ],
      ha: { state: "started", max_restart: 3, max_relocate: 2, nodes: { pve1: 2, pve2: 1 }, strict: true },
      shutdown_timeout: 120,
    });
  });

  it("is described whole by the bpg driver", () => {
    const resource = synthesized("bpg");

    expect(resource("proxmox_virtual_environment_vm")).toMatchObject({
      cpu: { cores: 4, sockets: 2, type: "host", limit: 6.5, units: 200, numa: true },
      memory: { dedicated: 8192, floating: 4096 },
      rng: [{ source: "/dev/random", max_bytes: 2048, period: 500 }],
      serial_device: [{ device: "socket" }, { device: "socket" }],
      vga: { type: "serial1", memory: 32 },
      watchdog: { enabled: true, model: "i6300esb", action: "poweroff" },
      tpm_state: { datastore_id: "local-lvm", version: "v2.0" },
      disk: [
        {
          interface: "scsi0",
          import_from: "local:import/fcos.qcow2",
          iothread: true,
          replicate: false,
          ssd: true,
          cache: "writeback",
          aio: "threads",
          speed: {
            iops_read: 100,
            iops_read_burstable: 200,
            iops_write: 50,
            iops_write_burstable: 60,
            read: 40,
            read_burstable: 80,
            write: 20,
            write_burstable: 30,
          },
        },
        { interface: "sata1", iothread: false },
      ],
      network_device: [
        {
          model: "virtio",
          vlan_id: 7,
          mtu: 9000,
          queues: 4,
          rate_limit: 12.5,
          trunks: "20;30-39",
          disconnected: true,
          firewall: true,
        },
        { model: "e1000", firewall: false },
      ],
      timeout_shutdown_vm: 120,
    });
    expect(resource("proxmox_haresource")).toEqual({
      max_relocate: 2,
      max_restart: 3,
      resource_id: "vm:${proxmox_virtual_environment_vm.vm.vm_id}",
      state: "started",
    });
    expect(resource("proxmox_harule")).toEqual({
      depends_on: ["proxmox_haresource.vm-ha"],
      nodes: { pve1: 2, pve2: 1 },
      resources: ["vm:${proxmox_virtual_environment_vm.vm.vm_id}"],
      rule: "slipway-vm-${proxmox_virtual_environment_vm.vm.vm_id}",
      strict: true,
      type: "node-affinity",
    });
  });

  it.each<[string, Partial<VmSpec>, string]>([
    [
      "a disk in the place of the CD",
      { disks: [{ interface: "ide2", datastoreId: "d", sizeGiB: 1, backup: true }] },
      "disks.0.interface",
    ],
    ["more serial ports than there can be", { serialPorts: 5 }, "serialPorts"],
    [
      "a range of VLANs that is none",
      { networkDevices: [{ ...nic(), trunks: ["20;30"] }] },
      "networkDevices.0.trunks.0",
    ],
    ["a rate of nothing", { networkDevices: [{ ...nic(), rateMB: 0 }] }, "networkDevices.0.rateMB"],
    ["a priority that is too high", { ha: { nodes: { pve1: 1001 } } }, "ha.nodes.pve1"],
  ])("refuses %s", (_name, change, path) => {
    const problems = validateVmSpec({ ...spec, bootOrder: ["net0"], ...change });

    expect(problems.map(({ path: at }) => at.join("."))).toEqual([path]);
  });
});

function nic(): VmSpec["networkDevices"][number] {
  return { bridge: "vmbr1", macAddress: "BC:24:11:00:01:2C", addresses: [] };
}
