import { changesTo, createForm } from "../../../../lib/provider/resources/vm/model";
import { readConfig } from "../../../../lib/provider/resources/vm/read-config";
import type { VmState } from "../../../../lib/provider/resources/vm/state";
import { aConfig, aDisk, aNic, aVm } from "./a-vm";

describe("createForm", () => {
  it("writes a guest", () => {
    expect(createForm(aVm())).toEqual({
      vmid: 102,
      name: "web",
      tags: "guest;slipway",
      cores: 2,
      cpu: "x86-64-v2-AES",
      memory: 4096,
      balloon: 0,
      bios: "seabios",
      machine: "q35",
      ostype: "l26",
      scsihw: "virtio-scsi-single",
      onboot: true,
      protection: false,
      serial0: "socket",
      boot: "order=virtio0;net0",
      virtio0: "file=local-lvm:16,backup=1,discard=on,iothread=1",
      net0: "model=virtio,bridge=vmbr1,firewall=1,macaddr=BC:24:11:00:00:66",
      smbios1: "uuid=11111111-2222-4333-8444-555555555555",
    });
  });

  it("writes a VM that uses everything", () => {
    const vm = aVm({
      name: "install",
      vm_id: 9000,
      description: "Install VM\nof the servers' network",
      pool_id: "fcos",
      bios: "ovmf",
      machine: null,
      on_boot: false,
      protection: true,
      serial_ports: 0,
      rng: { source: "/dev/urandom", max_bytes: null, period: null },
      tags: ["zeta", "alpha"],
      boot_order: ["ide2", "scsi0"],
      disks: [
        aDisk({ interface: "scsi0", discard: false, iothread: false, backup: false }),
        aDisk({ interface: "virtio1", datastore_id: "ceph", size_gib: 40, serial: "slipway-data" }),
      ],
      efi_disk: { datastore_id: "local-lvm", pre_enrolled_keys: true },
      cdrom: { interface: "ide2", volume_id: "local:iso/install-0123456789abcdef.iso" },
      network_devices: [
        aNic({ mac_address: "bc:24:11:00:00:01", vlan_id: 20, mtu: 1 }),
        aNic({ bridge: "vmbr9", model: "e1000", firewall: false, mac_address: "BC:24:11:00:00:02" }),
      ],
      startup: { order: 1, up_delay: 30, down_delay: null },
    });

    expect(createForm(vm)).toEqual({
      vmid: 9000,
      pool: "fcos",
      name: "install",
      description: "Install VM\nof the servers' network",
      tags: "alpha;zeta",
      cores: 2,
      cpu: "x86-64-v2-AES",
      memory: 4096,
      balloon: 0,
      bios: "ovmf",
      ostype: "l26",
      scsihw: "virtio-scsi-single",
      onboot: false,
      protection: true,
      rng0: "source=/dev/urandom",
      boot: "order=ide2;scsi0",
      ide2: "file=local:iso/install-0123456789abcdef.iso,media=cdrom",
      scsi0: "file=local-lvm:16,backup=0,discard=ignore,iothread=0",
      virtio1: "file=ceph:40,backup=1,discard=on,iothread=1,serial=slipway-data",
      efidisk0: "file=local-lvm:1,efitype=4m,pre-enrolled-keys=1",
      net0: "model=virtio,bridge=vmbr1,firewall=1,macaddr=BC:24:11:00:00:01,mtu=1,tag=20",
      net1: "model=e1000,bridge=vmbr9,firewall=0,macaddr=BC:24:11:00:00:02",
      startup: "order=1,up=30",
      smbios1: "uuid=11111111-2222-4333-8444-555555555555",
    });
  });

  it("refuses a value that would add a property, should it have come past validation", () => {
    const vm = aVm({ disks: [aDisk({ serial: "x,file=/etc/shadow" })] });

    expect(() => createForm(vm)).toThrow(/"serial" holds a comma/);
  });
});

describe("changesTo", () => {
  function changes(planned: Partial<VmState>, config = aConfig(), known = aVm()) {
    return changesTo(readConfig(config, known), config, { ...known, ...planned });
  }

  it("finds nothing to do where nothing has changed", () => {
    expect(changes({})).toEqual({ form: null, needsStop: false, resizes: [] });
  });

  it.each<[string, Partial<VmState>, Record<string, unknown>]>([
    ["the name", { name: "shop" }, { name: "shop" }],
    ["the tags", { tags: ["blue", "guest"] }, { tags: "blue;guest" }],
    ["no tags", { tags: null }, { delete: "tags" }],
    ["a description", { description: "Shop" }, { description: "Shop" }],
    ["protection", { protection: true }, { protection: true }],
    ["the start with the node", { on_boot: false }, { onboot: false }],
    ["the boot order", { boot_order: ["net0"] }, { boot: "order=net0" }],
    ["a start order", { startup: { order: 2, up_delay: null, down_delay: 60 } }, { startup: "order=2,down=60" }],
    [
      "a NIC",
      { network_devices: [aNic(), aNic({ bridge: "vmbr2", mac_address: "BC:24:11:00:00:67" })] },
      { net1: "model=virtio,bridge=vmbr2,firewall=1,macaddr=BC:24:11:00:00:67" },
    ],
    ["no NIC", { network_devices: null }, { delete: "net0" }],
    [
      "another disk",
      { disks: [aDisk(), aDisk({ interface: "virtio1", size_gib: 40 })] },
      { virtio1: "file=local-lvm:40,backup=1,discard=on,iothread=1" },
    ],
    ["a limit of CPU time", { cpu_limit: 1.5 }, { cpulimit: 1.5 }],
    ["a weight", { cpu_units: 200 }, { cpuunits: 200 }],
  ])("gives a running VM %s", (_name, planned, form) => {
    expect(changes(planned)).toEqual({ form, needsStop: false, resizes: [] });
  });

  it.each<[string, Partial<VmState>, Record<string, unknown>]>([
    ["memory", { memory_mib: 6144 }, { memory: 6144 }],
    ["cores", { cores: 4 }, { cores: 4 }],
    ["sockets", { sockets: 2 }, { sockets: 2 }],
    ["NUMA", { numa: true }, { numa: true }],
    ["a balloon", { memory_minimum_mib: 2048 }, { balloon: 2048 }],
    ["the CPU", { cpu_type: "host" }, { cpu: "host" }],
    [
      "the BIOS",
      { bios: "ovmf", rng: { source: "/dev/urandom", max_bytes: null, period: null } },
      { bios: "ovmf", rng0: "source=/dev/urandom" },
    ],
    ["the machine", { machine: null }, { delete: "machine" }],
    ["the SCSI controller", { scsi_hardware: "virtio-scsi-pci" }, { scsihw: "virtio-scsi-pci" }],
    ["no serial console", { serial_ports: 0 }, { delete: "serial0" }],
    [
      "a CD drive",
      { cdrom: { interface: "ide2", volume_id: "local:iso/a.iso" } },
      { ide2: "file=local:iso/a.iso,media=cdrom" },
    ],
  ])("gives a VM %s only while it is stopped", (_name, planned, form) => {
    expect(changes(planned)).toEqual({ form, needsStop: true, resizes: [] });
  });

  it("fills a balloon differently while the VM runs, and takes it away only while it is stopped", () => {
    const config = aConfig({ balloon: 2048 });

    expect(changes({ memory_minimum_mib: 3072 }, config)).toEqual({
      form: { balloon: 3072 },
      needsStop: false,
      resizes: [],
    });
    expect(changes({}, config)).toEqual({ form: { balloon: 0 }, needsStop: true, resizes: [] });
  });

  it("lifts a limit and a weight while the VM runs", () => {
    expect(changes({}, aConfig({ cpulimit: "1.5", cpuunits: 200 }))).toEqual({
      form: { delete: "cpulimit,cpuunits" },
      needsStop: false,
      resizes: [],
    });
  });

  it("gives back the only socket and takes the topology away while the VM is stopped", () => {
    expect(changes({}, aConfig({ sockets: 2, numa: 1 }))).toEqual({
      form: { delete: "sockets,numa" },
      needsStop: true,
      resizes: [],
    });
  });

  it("puts another CD into the drive of a running VM", () => {
    const known = aVm({ cdrom: { interface: "ide2", volume_id: "local:iso/a.iso" } });
    const config = aConfig({ ide2: "local:iso/a.iso,media=cdrom,size=1M" });

    expect(changes({ cdrom: { interface: "ide2", volume_id: "local:iso/b.iso" } }, config, known)).toEqual({
      form: { ide2: "file=local:iso/b.iso,media=cdrom" },
      needsStop: false,
      resizes: [],
    });
  });

  it("grows a disk while the VM runs", () => {
    expect(changes({ disks: [aDisk({ size_gib: 24 })] })).toEqual({
      form: null,
      needsStop: false,
      resizes: [{ disk: "virtio0", size: "24G" }],
    });
  });

  it("keeps the volume of a disk, and what others have set on it", () => {
    const config = aConfig({ virtio0: "local-lvm:vm-102-disk-7,werror=report,discard=on,iothread=1,size=16G" });

    expect(changes({ disks: [aDisk({ backup: false })] }, config)).toEqual({
      form: { virtio0: "file=local-lvm:vm-102-disk-7,werror=report,discard=on,iothread=1,backup=0" },
      needsStop: false,
      resizes: [],
    });
  });

  it("changes a disk's other options only while the VM is stopped", () => {
    expect(changes({ disks: [aDisk({ serial: "root", discard: false })] })).toEqual({
      form: { virtio0: "file=local-lvm:vm-102-disk-0,backup=1,discard=ignore,iothread=1,serial=root" },
      needsStop: true,
      resizes: [],
    });
  });

  it("does not repeat what an interrupted change has done already", () => {
    const config = aConfig({
      memory: "6144",
      virtio0: "local-lvm:vm-102-disk-0,backup=1,discard=on,iothread=1,size=24G",
    });

    expect(changes({ memory_mib: 6144, name: "shop", disks: [aDisk({ size_gib: 24 })] }, config)).toEqual({
      form: { name: "shop" },
      needsStop: false,
      resizes: [],
    });
  });
});
