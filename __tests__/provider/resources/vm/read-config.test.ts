import { readConfig } from "../../../../lib/provider/resources/vm/read-config";
import { aConfig, aDisk, aNic, aVm } from "./a-vm";

function without(key: string, config: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}

describe("readConfig", () => {
  it("reads a guest", () => {
    expect(readConfig(aConfig(), aVm())).toEqual(aVm());
  });

  it("reads a VM that uses everything", () => {
    const known = aVm({
      disks: [aDisk({ interface: "virtio1" }), aDisk({ interface: "scsi0" })],
      cdrom: { interface: "sata1", volume_id: "local:iso/old.iso" },
      startup: { order: 9, up_delay: null, down_delay: null },
    });
    const config = aConfig({
      name: "install",
      description: "Install VM",
      bios: "ovmf",
      cpu: "cputype=host,flags=+aes",
      machine: "pc-q35-10.0",
      memory: "current=8192",
      onboot: 0,
      protection: 1,
      rng0: "source=/dev/urandom",
      boot: "order=sata1;scsi0",
      sata1: "local:iso/new.iso,media=cdrom,size=1M",
      virtio1: "ceph:vm-102-disk-1,serial=slipway-data,size=40G",
      scsi0: "local-lvm:vm-102-disk-2,backup=0,discard=ignore,iothread=0,size=1T",
      efidisk0: "local-lvm:vm-102-disk-3,efitype=4m,pre-enrolled-keys=1,size=4M",
      net0: "virtio=BC:24:11:00:00:66,bridge=vmbr1,firewall=1,mtu=1,tag=20",
      net1: "e1000=BC:24:11:00:00:67,bridge=vmbr9",
      startup: "order=1,up=30",
    });

    expect(readConfig(config, known)).toEqual(
      aVm({
        name: "install",
        description: "Install VM",
        bios: "ovmf",
        cpu_type: "host",
        machine: "pc-q35-10.0",
        memory_mib: 8192,
        on_boot: false,
        protection: true,
        rng: { source: "/dev/urandom", max_bytes: null, period: null },
        boot_order: ["sata1", "scsi0"],
        cdrom: { interface: "sata1", volume_id: "local:iso/new.iso" },
        disks: [
          aDisk({
            interface: "virtio1",
            datastore_id: "ceph",
            size_gib: 40,
            serial: "slipway-data",
            discard: false,
            iothread: false,
          }),
          aDisk({ interface: "scsi0", size_gib: 1024, discard: false, iothread: false, backup: false }),
        ],
        efi_disk: { datastore_id: "local-lvm", pre_enrolled_keys: true },
        network_devices: [
          aNic({ mtu: 1, vlan_id: 20 }),
          aNic({ model: "e1000", bridge: "vmbr9", mac_address: "BC:24:11:00:00:67", firewall: false }),
        ],
        startup: { order: 1, up_delay: 30, down_delay: null },
      }),
    );
  });

  it("reads what a VM has of its node", () => {
    const config = aConfig({ sockets: 2, cpulimit: "1.5", cpuunits: 200, numa: 1, balloon: 1024 });

    expect(readConfig(config, aVm())).toEqual(
      aVm({ sockets: 2, cpu_limit: 1.5, cpu_units: 200, numa: true, memory_minimum_mib: 1024 }),
    );
  });

  it("takes Proxmox's defaults for what is not written", () => {
    const vm = readConfig({ name: "bare", smbios1: "uuid=x" }, aVm({ smbios_uuid: "" }));

    expect(vm).toMatchObject({
      description: null,
      tags: [],
      cores: 1,
      sockets: 1,
      cpu_type: "kvm64",
      cpu_limit: null,
      cpu_units: null,
      numa: false,
      memory_mib: 512,
      memory_minimum_mib: 512,
      bios: "seabios",
      machine: null,
      scsi_hardware: "lsi",
      on_boot: false,
      protection: false,
      serial_ports: 0,
      rng: null,
      boot_order: [],
      disks: [],
      efi_disk: null,
      cdrom: null,
      network_devices: [],
    });
  });

  it("keeps the user's spelling where Proxmox's means the same", () => {
    const known = aVm({
      description: "Shop\n",
      network_devices: [aNic({ mac_address: "bc:24:11:00:00:66" })],
      tags: [],
    });
    const config = without("tags", aConfig({ description: "Shop" }));

    expect(readConfig(config, known)).toEqual(known);
  });

  it("tells tags that were changed by hand", () => {
    expect(readConfig(aConfig({ tags: "slipway;blue" }), aVm()).tags).toEqual(["blue", "slipway"]);
  });

  it("shows a NIC and a CD that were added by hand", () => {
    const config = aConfig({ net1: "virtio=AA:BB:CC:00:00:01,bridge=vmbr0", ide0: "nas:iso/rescue.iso,media=cdrom" });

    expect(readConfig(config, aVm())).toEqual(
      aVm({
        cdrom: { interface: "ide0", volume_id: "nas:iso/rescue.iso" },
        network_devices: [aNic(), aNic({ mac_address: "AA:BB:CC:00:00:01", bridge: "vmbr0", firewall: false })],
      }),
    );
  });

  it("keeps the place of a NIC that was removed by hand", () => {
    const known = aVm({ network_devices: [aNic(), aNic({ mac_address: "BC:24:11:00:00:67" })] });
    const config = without("net0", aConfig({ net1: "virtio=BC:24:11:00:00:67,bridge=vmbr1,firewall=1" }));

    expect(readConfig(config, known).network_devices).toEqual([
      aNic({ bridge: "", mac_address: "", model: "", firewall: false }),
      aNic({ mac_address: "BC:24:11:00:00:67" }),
    ]);
  });

  it("leaves alone an empty drive, a disk attached by hand and a start order that nobody configured", () => {
    const config = aConfig({
      ide2: "none,media=cdrom",
      virtio5: "local-lvm:vm-102-disk-5,size=1G",
      startup: "order=4",
    });

    expect(readConfig(config, aVm())).toEqual(aVm());
  });

  it("takes a VM that an older Slipway has imported, with a balloon that nobody set, for one without", () => {
    expect(readConfig(without("balloon", aConfig()), aVm())).toEqual(aVm());
  });

  it("tells that a balloon which was configured has gone", () => {
    const known = aVm({ memory_minimum_mib: 2048 });

    expect(readConfig(without("balloon", aConfig()), known).memory_minimum_mib).toBe(4096);
  });

  it("reads all disks after an import", () => {
    const known = aVm({ disks: null, smbios_uuid: "" });

    expect(readConfig(aConfig(), known)).toEqual(aVm());
  });
});
