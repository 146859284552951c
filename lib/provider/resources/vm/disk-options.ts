import { parseProperties, renderProperties } from "../../proxmox/property-string";
import type { Disk, DiskLimits } from "./state";

type Property = readonly [key: string, value: string | number | boolean | null];

/** Names of the throttles, ours and Proxmox's alike. */
export const LIMITS = [
  "iops",
  "iops_rd",
  "iops_wr",
  "iops_max",
  "iops_rd_max",
  "iops_wr_max",
  "mbps",
  "mbps_rd",
  "mbps_wr",
  "mbps_max",
  "mbps_rd_max",
  "mbps_wr_max",
] as const satisfies readonly (keyof DiskLimits)[];

/** What a kind of interface knows, beside what all know. */
export function knows(disk: { readonly interface: string }, option: "iothread" | "ro" | "ssd"): boolean {
  const bus = /^[a-z]+/.exec(disk.interface)?.[0];
  return option === "ssd" ? bus !== "virtio" : bus === "virtio" || bus === "scsi";
}

/** Whether such a disk can be plugged in while the VM runs. */
export function isHotPlugged(disk: Disk): boolean {
  return /^(virtio|scsi)/.test(disk.interface);
}

/** What goes to `interface` of a VM that gets the disk. */
export function newDisk(disk: Disk): string {
  const from = disk.import_from;
  return renderProperties([
    // Proxmox makes an imported disk as large as what is imported, and takes 0 alone for its size.
    ["file", `${disk.datastore_id}:${from === null ? disk.size_gib : 0}`],
    ["import-from", from],
    ...options(disk),
  ]);
}

/** Keeps what others have set on a disk and we know nothing of, such as what happens at a write error. */
export function changedDisk(disk: Disk, present: string): string {
  const properties = new Map<string, string | number | boolean | null>(parseProperties(present, "file"));
  properties.delete("size");
  for (const [key, value] of options(disk)) properties.set(key, value);
  return renderProperties(properties);
}

export function sameOptions(one: Disk, other: Disk): boolean {
  return renderProperties(options(one)) === renderProperties(options(other));
}

/** Whether a running VM takes the change of options: throttles, backup and replication it does. */
export function isTakenAtOnce(before: Disk, after: Disk): boolean {
  return renderProperties(options({ ...after, ...free(before) })) === renderProperties(options(before));
}

function free({ backup, replicate, limits }: Disk): Pick<Disk, "backup" | "replicate" | "limits"> {
  return { backup, replicate, limits };
}

/** Null is left out: either Proxmox's default or nothing that this bus knows. */
function options(disk: Disk): readonly Property[] {
  return [
    ["aio", disk.aio],
    ["backup", disk.backup],
    ["cache", disk.cache],
    ["discard", disk.discard ? "on" : "ignore"],
    ["iothread", knows(disk, "iothread") ? disk.iothread : null],
    ["replicate", disk.replicate ? null : false],
    ["ro", knows(disk, "ro") && disk.ro ? true : null],
    ["serial", disk.serial],
    ["ssd", knows(disk, "ssd") && disk.ssd ? true : null],
    ...LIMITS.map((name): Property => [name, disk.limits?.[name] ?? null]),
  ];
}
