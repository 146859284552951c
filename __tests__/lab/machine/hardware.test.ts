import { bootOrder, drivesOf, isoIn, memoryMiB, nicsOf, optionsOf } from "../../../lib/lab/machine/hardware";
import type { VmConfig, VmState } from "../../../lib/lab/pve/types";

function vm(config: VmConfig, ...disks: readonly string[]): VmState {
  const disk = (key: string): VmState["disks"] extends Map<string, infer T> ? T : never => ({
    volid: key,
    sizeBytes: 1,
    contents: { kind: "blank" },
    directory: "",
  });
  return {
    vmid: 1,
    node: "n",
    config,
    active: config,
    disks: new Map(disks.map((key) => [key, disk(key)])),
    running: true,
  };
}

const devices = (machine: VmState): unknown => drivesOf(machine).map(({ key, devices: names }) => [key, ...names]);

describe("drivesOf", () => {
  it("names VirtIO disks by the slots that Proxmox gives them, and by serial number", () => {
    expect(devices(vm({ virtio1: "d,serial=slipway-data" }, "virtio1", "virtio0"))).toEqual([
      ["virtio0", "/dev/vda", "/dev/disk/by-path/pci-0000:00:0a.0", "/dev/disk/by-path/virtio-pci-0000:00:0a.0"],
      [
        "virtio1",
        "/dev/vdb",
        "/dev/disk/by-path/pci-0000:00:0b.0",
        "/dev/disk/by-path/virtio-pci-0000:00:0b.0",
        "/dev/disk/by-id/virtio-slipway-data",
      ],
    ]);
  });

  it("knows the bridge of Q35 machines, and no path of disks beyond the sixth", () => {
    expect(devices(vm({ machine: "pc-q35-9.2" }, "virtio0", "virtio6"))).toEqual([
      ["virtio0", "/dev/vda", "/dev/disk/by-path/pci-0000:06:0a.0", "/dev/disk/by-path/virtio-pci-0000:06:0a.0"],
      ["virtio6", "/dev/vdb"],
    ]);
  });

  it("leaves out what is no disk of the guest's", () => {
    expect(devices(vm({}, "efidisk0", "scsi2"))).toEqual([
      ["scsi2", "/dev/sda", "/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_drive-scsi2"],
    ]);
  });
});

describe("nicsOf", () => {
  it("reads MAC address and bridge, and names cards as udev does", () => {
    const config = {
      net1: "virtio=BC:24:11:00:00:02,bridge=vmbr1",
      net0: "model=virtio,macaddr=BC:24:11:00:00:01,bridge=vmbr0",
    };

    expect(nicsOf(vm(config))).toEqual([
      { key: "net0", name: "ens18", mac: "bc:24:11:00:00:01", bridge: "vmbr0" },
      { key: "net1", name: "ens19", mac: "bc:24:11:00:00:02", bridge: "vmbr1" },
    ]);
    expect(nicsOf(vm({ ...config, machine: "q35" })).map(({ name }) => name)).toEqual(["enp6s18", "enp6s19"]);
  });
});

describe("A VM's options", () => {
  it.each([
    [
      "a,b=c,d=e=f",
      [
        ["file", "a"],
        ["b", "c"],
        ["d", "e=f"],
      ],
    ],
    ["", []],
  ])("splits %j", (text, options) => {
    expect([...optionsOf(text)]).toEqual(options);
  });

  it("tells the boot order, the ISO and the memory", () => {
    const config = {
      boot: "order=ide2;virtio0;net0",
      ide2: "local:iso/a.iso,media=cdrom,size=1M",
      ide3: "none,media=cdrom",
      virtio0: "d:x",
    };

    expect(bootOrder(config)).toEqual(["ide2", "virtio0", "net0"]);
    expect(["ide2", "ide3", "virtio0", "ide0"].map((key) => isoIn(config, key))).toEqual([
      "local:iso/a.iso",
      undefined,
      undefined,
      undefined,
    ]);
    expect([{}, { memory: 2048 }, { memory: "4096" }, { memory: "current=1024" }].map(memoryMiB)).toEqual([
      512, 2048, 4096, 1024,
    ]);
  });
});
