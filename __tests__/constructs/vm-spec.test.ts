import { validateVmSpec, type VmSpec } from "../../lib";

function aVm(change: Partial<VmSpec> = {}): VmSpec {
  return {
    vmId: 101,
    name: "db",
    nodeName: "pve1",
    tags: ["guest"],
    cores: 2,
    cpuType: "x86-64-v2-AES",
    memoryMiB: 2048,
    bios: "seabios",
    onBoot: true,
    started: true,
    protection: false,
    rng: false,
    bootOrder: ["virtio0", "net0"],
    disks: [{ interface: "virtio0", datastoreId: "local-lvm", sizeGiB: 20, backup: true }],
    networkDevices: [{ bridge: "vmbr1", macAddress: "BC:24:11:00:00:65", addresses: ["10.20.0.11"] }],
    filtered: true,
    ...change,
  };
}

function refusals(change: Partial<VmSpec>): readonly (readonly [string, string])[] {
  return validateVmSpec(aVm(change)).map(({ code, path }) => [code, path.join(".")] as const);
}

describe("validateVmSpec", () => {
  it("accepts a VM with little memory, which need not be one that is installed", () => {
    expect(validateVmSpec(aVm({ memoryMiB: 512 }))).toEqual([]);
  });

  it("refuses less memory than a VM has in Proxmox", () => {
    expect(refusals({ memoryMiB: 15 })).toEqual([["vm/too-small", "memoryMiB"]]);
  });

  it.each([
    ["nodeName", { nodeName: "pve${1}" }, "nodeName"],
    ["cpuType", { cpuType: "%{ if true }" }, "cpuType"],
    ["poolId", { poolId: "a\nb" }, "poolId"],
    ["machine", { machine: 'q35"' }, "machine"],
    ["cdrom", { cdrom: "local:iso/${x}.iso" }, "cdrom"],
  ] as const)("refuses a %s that OpenTofu would read as more than a name", (_name, change, path) => {
    expect(refusals(change)).toEqual([["vm/invalid-format", path]]);
  });

  it("refuses a bridge and a datastore that OpenTofu would read as more than a name", () => {
    const [nic] = aVm().networkDevices;
    const [disk] = aVm().disks;

    expect(
      refusals({
        networkDevices: nic === undefined ? [] : [{ ...nic, bridge: "${a}", addresses: ["${b}"] }],
        disks: disk === undefined ? [] : [{ ...disk, datastoreId: "${c}" }],
      }),
    ).toEqual([
      ["vm/invalid-format", "disks.0.datastoreId"],
      ["vm/invalid-format", "networkDevices.0.bridge"],
      ["vm/invalid-format", "networkDevices.0.addresses.0"],
    ]);
  });

  it("refuses OVMF without a random number generator and without an EFI disk", () => {
    expect(refusals({ bios: "ovmf" })).toEqual([
      ["vm/ovmf-without-rng", "rng"],
      ["vm/ovmf-without-efi-disk", "efiDisk"],
    ]);
  });

  it("refuses to boot from a disk that is not there", () => {
    expect(refusals({ disks: [] })).toEqual([["vm/missing-boot-device", "bootOrder.0"]]);
    expect(refusals({ bootOrder: ["ide2"] })).toEqual([["vm/missing-boot-device", "bootOrder.0"]]);
  });

  it("refuses two disks in one place", () => {
    const [disk] = aVm().disks;

    expect(refusals({ disks: disk === undefined ? [] : [disk, disk] })).toEqual([
      ["vm/duplicate-interface", "disks.1.interface"],
    ]);
  });

  it("says that it cannot start with more memory than there is", () => {
    expect(validateVmSpec(aVm({ memoryMinimumMiB: 4096 }))).toEqual([
      {
        code: "vm/minimum-above-memory",
        severity: "error",
        path: ["memoryMinimumMiB"],
        what: "it cannot start with more memory than it has",
        got: "4096 MiB",
        allowed: "2048 MiB or less",
        fix: "lower memoryMinimumMiB, or raise memoryMiB",
      },
    ]);
  });

  it("says that sockets cannot share memory which does not come out even", () => {
    expect(validateVmSpec(aVm({ numa: true, sockets: 2, memoryMiB: 4096 }))).toEqual([]);
    expect(validateVmSpec(aVm({ sockets: 3, memoryMiB: 4096 }))).toEqual([]);
    expect(validateVmSpec(aVm({ numa: true, sockets: 3, memoryMiB: 4096 }))).toEqual([
      {
        code: "vm/uneven-numa",
        severity: "error",
        path: ["numa"],
        what: "3 sockets cannot have the same share of its memory",
        got: "4096 MiB",
        allowed: "a multiple of 3 MiB",
        fix: "set memoryMiB to 4098",
      },
    ]);
  });

  it("refuses every share of a node that there is not", () => {
    expect(refusals({ sockets: 17, cpuLimit: 0.001 })).toEqual([
      ["vm/too-big", "sockets"],
      ["vm/too-small", "cpuLimit"],
    ]);
    expect(refusals({ sockets: 0, cpuLimit: 128.5, cpuUnits: 262_145, memoryMinimumMiB: 8 })).toEqual([
      ["vm/too-small", "sockets"],
      ["vm/too-big", "cpuLimit"],
      ["vm/too-big", "cpuUnits"],
      ["vm/too-small", "memoryMinimumMiB"],
    ]);
  });

  it.each([
    ["a name that is no DNS label", { name: "Db_1" }, "name"],
    ["a tag in upper case", { tags: ["Guest"] }, "tags.0"],
    [
      "a MAC address in lower case",
      { networkDevices: [{ bridge: "vmbr1", macAddress: "bc:24:11:00:00:65", addresses: [] }] },
      "networkDevices.0.macAddress",
    ],
    [
      "a MAC address of a group",
      { networkDevices: [{ bridge: "vmbr1", macAddress: "01:24:11:00:00:65", addresses: [] }] },
      "networkDevices.0.macAddress",
    ],
    [
      "a serial number that is too long",
      { disks: [{ interface: "virtio0", datastoreId: "d", sizeGiB: 1, backup: true, serial: "x".repeat(21) }] },
      "disks.0.serial",
    ],
  ])("refuses %s", (_name, change, path) => {
    expect(refusals(change)).toEqual([["vm/invalid-format", path]]);
  });
});
