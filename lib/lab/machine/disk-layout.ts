import type { Drive } from "./hardware";
import { dataOn, writableDataOn, type DiskData, type FileSystem, type Partition } from "./disk-data";
import { newDirectory } from "./file-tree";
import { IgnitionError, type IgnitionConfig, type IgnitionPartition } from "./ignition-config";

const mib = 1024 * 1024;
const byLabel = "/dev/disk/by-partlabel/";

/** Ignition's disks stage: makes partitions and file systems, keeps those that match, and fails on those that do not. */
export function applyDisks(config: IgnitionConfig, drives: readonly Drive[]): void {
  for (const wanted of config.storage?.disks ?? []) {
    const drive = drives.find(({ devices }) => devices.includes(wanted.device));
    if (drive === undefined)
      throw new IgnitionError(`disks: ${wanted.device}: no such device (timed out waiting for it)`);
    const data = writableDataOn(drive.disk);
    if (wanted.wipeTable) data.partitions = [];
    for (const partition of wanted.partitions ?? []) {
      applyPartition(data, partition, Math.floor(drive.disk.sizeBytes / mib), wanted.device);
    }
  }
  for (const wanted of config.storage?.filesystems ?? []) {
    const partition = findPartition(drives, wanted.device);
    if (partition === undefined) throw new IgnitionError(`filesystems: ${wanted.device}: no such device`);
    if (wanted.format === "none" || !wanted.format) continue;
    const label = wanted.label ?? undefined;
    const present = partition.filesystem;
    if (present === undefined || wanted.wipeFilesystem) {
      partition.filesystem = { format: wanted.format, label, root: newDirectory() };
    } else if (present.format !== wanted.format || (label !== undefined && present.label !== label)) {
      throw new IgnitionError(
        `filesystem at "${wanted.device}" is not of the correct type, label, or UUID ` +
          `(found ${present.format}, "${present.label ?? ""}") and a filesystem wipe was not requested`,
      );
    }
  }
}

/** The file system on a device such as `/dev/disk/by-partlabel/data`; undefined if the device or its file system is not there. */
export function filesystemOn(drives: readonly Drive[], device: string): FileSystem | undefined {
  return findPartition(drives, device)?.filesystem;
}

function findPartition(drives: readonly Drive[], device: string): Partition | undefined {
  for (const drive of drives) {
    for (const partition of dataOn(drive.disk)?.partitions ?? []) {
      if (device === byLabel + partition.label) return partition;
      if (drive.devices.some((name) => device === partitionName(name, partition.number))) return partition;
    }
  }
  return undefined;
}

function partitionName(device: string, number: number): string {
  return device.startsWith("/dev/disk/") ? `${device}-part${number}` : `${device}${number}`;
}

function applyPartition(data: DiskData, wanted: IgnitionPartition, diskMiB: number, device: string): void {
  const present = data.partitions.find((partition) =>
    wanted.number ? partition.number === wanted.number : partition.label === wanted.label,
  );
  if (wanted.shouldExist === false) {
    if (present && !wanted.wipePartitionEntry) throw new IgnitionError(`${device}: partition ${present.number} exists`);
    data.partitions = data.partitions.filter((partition) => partition !== present);
    return;
  }
  if (present !== undefined && matches(present, wanted)) return;
  if (present !== undefined && !wanted.wipePartitionEntry) {
    if (wanted.resize && matches(present, { ...wanted, sizeMiB: undefined })) {
      present.sizeMiB = sizeOf(data, wanted, present.startMiB, diskMiB, device, present);
      return;
    }
    throw new IgnitionError(
      `${device}: partition ${present.number} ("${present.label}", start ${present.startMiB} MiB, ${present.sizeMiB} MiB) ` +
        `does not match "${wanted.label ?? ""}" and wipePartitionEntry is false`,
    );
  }
  data.partitions = data.partitions.filter((partition) => partition !== present);
  const startMiB = wanted.startMiB || nextFree(data);
  const sizeMiB = sizeOf(data, wanted, startMiB, diskMiB, device);
  const number = wanted.number || 1 + Math.max(0, ...data.partitions.map((partition) => partition.number));
  data.partitions.push({ number, label: wanted.label ?? "", startMiB, sizeMiB });
}

function matches(present: Partition, wanted: IgnitionPartition): boolean {
  return (
    (!wanted.label || present.label === wanted.label) &&
    (!wanted.startMiB || present.startMiB === wanted.startMiB) &&
    (!wanted.sizeMiB || present.sizeMiB === wanted.sizeMiB)
  );
}

function nextFree(data: DiskData): number {
  return Math.max(1, ...data.partitions.map((partition) => partition.startMiB + partition.sizeMiB));
}

/** Size 0 takes what is free; the last MiB of a disk holds the second partition table. */
function sizeOf(
  data: DiskData,
  wanted: IgnitionPartition,
  startMiB: number,
  diskMiB: number,
  device: string,
  except?: Partition,
): number {
  const next = Math.min(
    diskMiB - 1,
    ...data.partitions.filter((other) => other !== except && other.startMiB > startMiB).map((other) => other.startMiB),
  );
  const sizeMiB = wanted.sizeMiB || next - startMiB;
  const overlaps = data.partitions.some(
    (other) => other !== except && other.startMiB <= startMiB && startMiB < other.startMiB + other.sizeMiB,
  );
  if (overlaps || sizeMiB <= 0 || startMiB + sizeMiB > next) {
    throw new IgnitionError(
      `${device}: partition "${wanted.label ?? ""}" (start ${startMiB} MiB, ${sizeMiB} MiB) does not fit: sgdisk exited with 4`,
    );
  }
  return sizeMiB;
}
