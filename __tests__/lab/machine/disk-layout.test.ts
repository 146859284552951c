import { dataOn } from "../../../lib/lab/machine/disk-data";
import { applyDisks, filesystemOn } from "../../../lib/lab/machine/disk-layout";
import type { Drive } from "../../../lib/lab/machine/hardware";
import { readIgnition, type IgnitionPartition } from "../../../lib/lab/machine/ignition-config";

const device = "/dev/disk/by-id/virtio-data";

function drive(sizeMiB = 1024): Drive {
  const disk = { volid: "d", sizeBytes: sizeMiB * 1024 ** 2, contents: { kind: "blank" as const }, directory: "" };
  return { key: "virtio1", devices: ["/dev/vda", device], disk };
}

function apply(target: Drive, partitions: readonly IgnitionPartition[], filesystems: readonly unknown[] = []): void {
  const config = { ignition: { version: "3.4.0" }, storage: { disks: [{ device, partitions }], filesystems } };
  applyDisks(readIgnition(Buffer.from(JSON.stringify(config))).config, [target]);
}

const tableOf = (target: Drive): unknown =>
  dataOn(target.disk)?.partitions.map(({ number, label, startMiB, sizeMiB }) => [number, label, startMiB, sizeMiB]);
const ext4 = (label: string): unknown => ({ device: `/dev/disk/by-partlabel/${label}`, format: "ext4" });

describe("applyDisks", () => {
  it("makes partitions where they are said to be, or one after another", () => {
    const disk = drive();

    apply(disk, [{ number: 1, label: "a", startMiB: 1, sizeMiB: 100 }, { label: "b", sizeMiB: 50 }, { label: "c" }]);

    expect(tableOf(disk)).toEqual([
      [1, "a", 1, 100],
      [2, "b", 101, 50],
      [3, "c", 151, 872],
    ]);
  });

  it("keeps partitions and files that match", () => {
    const disk = drive();
    const partitions = [{ number: 1, label: "a", startMiB: 1, sizeMiB: 100 }];
    apply(disk, partitions, [ext4("a")]);
    const before = filesystemOn([disk], "/dev/disk/by-partlabel/a");

    apply(disk, partitions, [ext4("a")]);

    expect(filesystemOn([disk], "/dev/disk/by-partlabel/a")).toBe(before);
    expect(filesystemOn([disk], "/dev/vda1")).toBe(before);
  });

  it("makes a new file system where it is told to wipe", () => {
    const disk = drive();
    const partitions = [{ number: 1, label: "a", sizeMiB: 100 }];
    apply(disk, partitions, [ext4("a")]);
    const before = filesystemOn([disk], "/dev/disk/by-partlabel/a");

    apply(disk, partitions, [{ device: "/dev/disk/by-partlabel/a", format: "xfs", wipeFilesystem: true }]);

    expect(filesystemOn([disk], "/dev/disk/by-partlabel/a")).not.toBe(before);
  });

  it.each<[string, IgnitionPartition, RegExp]>([
    [
      "label",
      { number: 1, label: "b", startMiB: 1, sizeMiB: 100 },
      /partition 1 \("a", start 1 MiB, 100 MiB\) does not match "b"/,
    ],
    ["size", { number: 1, label: "a", startMiB: 1, sizeMiB: 200 }, /does not match/],
    ["start", { number: 1, label: "a", startMiB: 2, sizeMiB: 100 }, /does not match/],
  ])("fails on a partition of another %s", (_name, partition, message) => {
    const disk = drive();
    apply(disk, [{ number: 1, label: "a", startMiB: 1, sizeMiB: 100 }]);

    expect(() => apply(disk, [partition])).toThrow(message);
  });

  it("grows a partition that may be resized", () => {
    const disk = drive();
    apply(disk, [{ number: 1, label: "a", startMiB: 1, sizeMiB: 100 }]);

    apply(disk, [{ number: 1, label: "a", startMiB: 1, sizeMiB: 200, resize: true }]);

    expect(tableOf(disk)).toEqual([[1, "a", 1, 200]]);
  });

  it("fails on a file system of another format", () => {
    const disk = drive();
    apply(disk, [{ label: "a", sizeMiB: 9 }], [ext4("a")]);

    expect(() => apply(disk, [{ label: "a" }], [{ device: "/dev/disk/by-partlabel/a", format: "xfs" }])).toThrow(
      /is not of the correct type, label, or UUID \(found ext4, ""\) and a filesystem wipe was not requested/,
    );
  });

  it.each<[string, IgnitionPartition[]]>([
    ["is too large", [{ label: "a", sizeMiB: 1024 }]],
    [
      "overlaps",
      [
        { number: 1, label: "a", startMiB: 1, sizeMiB: 100 },
        { number: 2, label: "b", startMiB: 50, sizeMiB: 10 },
      ],
    ],
    ["has no room", [{ label: "a" }, { label: "b" }]],
  ])("fails on a partition that %s", (_name, partitions) => {
    expect(() => apply(drive(), partitions)).toThrow("does not fit");
  });

  it("fails on a disk that is not there", () => {
    const config = { ignition: { version: "3.4.0" }, storage: { disks: [{ device: "/dev/vdz" }] } };

    expect(() => applyDisks(readIgnition(Buffer.from(JSON.stringify(config))).config, [drive()])).toThrow(
      "/dev/vdz: no such device",
    );
  });
});
