import type { InstallVm } from "./install-vm";
import type { MachineProps } from "./machine-props";
import type { Proxmox } from "./proxmox";

/** A disk, named in a way that survives reboots. */
export type InstallDisk =
  /** By its place on the PCI bus, such as `0000:00:0a.0`, where Proxmox puts `virtio0`. */
  { readonly kind: "by-path"; readonly pciPath: string } | { readonly kind: "by-id"; readonly id: string };

/** Where Proxmox puts `virtio0`. */
export const SYSTEM_DISK = { kind: "by-path", pciPath: "0000:00:0a.0" } as const satisfies InstallDisk;

/** Properties of {@link GuestVm}. Whatever may come from another resource may be a CDKTF token. */
export interface GuestVmProps extends MachineProps {
  /** The VM that installs it. */
  readonly install: InstallVm;

  /**
   * The cluster that it runs on.
   *
   * @default - that of its install VM
   */
  readonly proxmox?: Proxmox;

  /**
   * Where the system is written.
   *
   * @default - by the PCI path of the system disk
   */
  readonly installDisk?: InstallDisk;

  /**
   * What a changed Ignition config does: the VM is replaced with all its disks; it installs itself again and keeps its data
   * disks; or nothing.
   *
   * @default "replace"
   */
  readonly onIgnitionChange?: "replace" | "reinstall" | "ignore";

  /**
   * Seconds that an install may take.
   *
   * @default 1800
   */
  readonly installTimeout?: number;

  /**
   * Whether the node starts its guests in the order of {@link GuestVm.startAfter}. It needs Sys.Modify on `/`.
   *
   * @default false
   */
  readonly startInOrder?: boolean;
}

/** Path of a disk's device. */
export function devicePath(disk: InstallDisk): string {
  return disk.kind === "by-path" ? `/dev/disk/by-path/pci-${disk.pciPath}` : `/dev/disk/by-id/${disk.id}`;
}
