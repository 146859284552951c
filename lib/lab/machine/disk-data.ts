import type { DiskState } from "../pve/types";
import type { DirectoryNode } from "./file-tree";

/** What lies on a disk of the lab. */
export interface DiskData {
  /** The installed system, on a disk that was written by the installer. */
  system?: InstalledSystem;

  /** In no particular order. */
  partitions: Partition[];
}

export interface Partition {
  readonly number: number;
  readonly label: string;
  readonly startMiB: number;
  sizeMiB: number;
  filesystem?: FileSystem;
}

export interface FileSystem {
  readonly format: string;
  readonly label: string | undefined;
  readonly root: DirectoryNode;
}

export interface InstalledSystem {
  readonly release: string;

  /** The Ignition config that the installer left for the first boot; none if it had none. */
  readonly ignition: Buffer | undefined;

  /** There once Ignition has run. */
  root?: DirectoryNode;

  /** Enabled units, once Ignition has run. */
  enabledUnits?: readonly string[];
  sshHostKey?: string;
}

/** What lies on a disk; undefined if it is empty. */
export function dataOn(disk: DiskState): DiskData | undefined {
  return disk.contents.kind === "written" && isDiskData(disk.contents.data) ? disk.contents.data : undefined;
}

/** What lies on a disk, to be changed: an empty disk gets an empty partition table. */
export function writableDataOn(disk: DiskState): DiskData {
  const data = dataOn(disk) ?? { partitions: [] };
  disk.contents = { kind: "written", data };
  return data;
}

function isDiskData(value: unknown): value is DiskData {
  return typeof value === "object" && value !== null && "partitions" in value;
}
