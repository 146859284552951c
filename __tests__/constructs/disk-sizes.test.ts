import type { TerraformStack } from "cdktf";
import { ByteSize, GuestVm, type GuestVmProps } from "../../lib";
import { diskSizes } from "../../lib/constructs/disk-sizes";
import { anInstallVm, refusals } from "./synth";

const DISK = { datastoreId: "local", backup: true };

const partitions = (device: string, ...sizes: number[]) => ({
  device,
  wipeTable: true,
  partitions: sizes.map((sizeMiB, index) => ({ label: `part-${index}`, number: index + 1, sizeMiB })),
});

/** What is refused of a guest with such a disk. */
function refusalsOf(disk: ReturnType<typeof partitions>, props: Partial<GuestVmProps> = {}, dataGiB = 10) {
  return refusals((stack: TerraformStack) => {
    const guest = new GuestVm(stack, "web", { install: anInstallVm(stack), ...props });
    guest.addDataDisk("data", { size: ByteSize.gib(dataGiB), mountAt: "/var/data" });
    guest.ignition.transform((config) => ({
      ...config,
      storage: { ...config.storage, disks: [disk], filesystems: [] },
      systemd: {},
    }));
  });
}

describe("diskSizes", () => {
  it("knows a disk by its serial number and its place, and the one that is installed on by its role", () => {
    const disks = [
      { ...DISK, interface: "virtio0", sizeGiB: 20, serial: "system" },
      { ...DISK, interface: "virtio1", sizeGiB: 40, serial: "data" },
    ];

    expect(diskSizes(disks, "/dev/disk/by-path/pci-0000:00:0a.0").diskMiB).toEqual(
      new Map([
        ["/dev/disk/by-id/virtio-system", 20_480],
        ["/dev/disk/by-path/pci-0000:00:0a.0", 20_480],
        ["/dev/disk/by-path/virtio-pci-0000:00:0a.0", 20_480],
        ["/dev/disk/by-id/coreos-boot-disk", 20_480],
        ["/dev/disk/by-id/virtio-data", 40_960],
        ["/dev/disk/by-path/pci-0000:00:0b.0", 40_960],
        ["/dev/disk/by-path/virtio-pci-0000:00:0b.0", 40_960],
        ["/dev/vda", 40_960],
        ["/dev/vdb", 40_960],
      ]),
    );
  });

  it("knows no place on the bus beyond the sixth VirtIO disk, and none of SCSI", () => {
    const disks = ["virtio6", "scsi0"].map((place) => ({ ...DISK, interface: place, sizeGiB: 1 }));

    expect(diskSizes(disks).diskMiB).toEqual(new Map([["/dev/vda", 1024]]));
  });
});

describe("GuestVm", () => {
  it.each([
    ["its system disk, as Fedora CoreOS calls it", "/dev/disk/by-id/coreos-boot-disk", 20],
    ["its system disk, by place", "/dev/disk/by-path/pci-0000:00:0a.0", 20],
    ["a data disk, by its serial number", "/dev/disk/by-id/virtio-data", 10],
    ["a disk by the kernel's name, where not even its largest has the room", "/dev/vdb", 20],
  ])("refuses partitions beyond the end of %s", (_name, device, sizeGiB) => {
    expect(refusalsOf(partitions(device, sizeGiB * 1024 + 1))).toEqual([
      ["ignition/beyond-disk", "stack/web/ignition/storage.disks.0.partitions.0"],
    ]);
    expect(refusalsOf(partitions(device, sizeGiB * 1024 - 2))).toEqual([]);
  });

  it("refuses partitions that are larger than their disk together", () => {
    expect(refusalsOf(partitions("/dev/disk/by-id/virtio-data", 8192, 2047))).toEqual([
      ["ignition/disk-too-small", "stack/web/ignition/storage.disks.0.partitions.1"],
    ]);
    expect(refusalsOf(partitions("/dev/disk/by-id/virtio-data", 8192, 2047), {}, 11)).toEqual([]);
  });

  it("goes by the size that is given to its disk", () => {
    const disk = partitions("/dev/disk/by-id/coreos-boot-disk", 30_000);

    expect(refusalsOf(disk, { systemDisk: ByteSize.gib(30) })).toEqual([]);
    expect(refusalsOf(disk, { systemDisk: ByteSize.gib(29) })).toHaveLength(1);
  });

  it("does not judge a disk that it does not know", () => {
    expect(refusalsOf(partitions("/dev/disk/by-id/usb-stick", 100_000))).toEqual([]);
    expect(
      refusalsOf(partitions("/dev/disk/by-id/coreos-boot-disk", 100_000), { installDisk: { kind: "by-id", id: "x" } }),
    ).toEqual([]);
  });
});

describe("InstallVm", () => {
  const volume = (dataDisk: ByteSize) =>
    refusals((stack) => {
      anInstallVm(stack, { dataDisk }).ignition.transform((config) => ({
        ...config,
        storage: {
          ...config.storage,
          disks: config.storage?.disks?.map((disk) => ({
            ...disk,
            partitions: disk.partitions?.map((one) => (one.label === "log" ? { ...one, sizeMiB: 20_480 } : one)),
          })),
        },
      }));
    });

  it("refuses volumes that were made larger than its data disk", () => {
    expect(volume(ByteSize.gib(32))).toEqual([
      ["ignition/beyond-disk", "stack/install/ignition/storage.disks.0.partitions.6"],
    ]);
    expect(volume(ByteSize.gib(33))).toEqual([]);
  });
});
