import type { Machine } from "../ignition/validate";
import { known } from "./tokens";
import type { VmDisk } from "./vm-spec";

/** The disk that a machine is installed on, as Fedora CoreOS calls it. */
const BOOT_DISK = "/dev/disk/by-id/coreos-boot-disk";

/** The slot of the PCI bus in which Proxmox puts `virtio0`; the next five follow it. */
const FIRST_SLOT = 10;

/** Kernel names of VirtIO disks, as many as a VM can have. */
const KERNEL_NAMES = Array.from({ length: 16 }, (_, index) => `/dev/vd${"abcdefghijklmnop".charAt(index)}`);

/**
 * How large a VM's disks are, by the names that a config may call them by.
 *
 * Which of several disks gets which kernel name is not certain: there each is taken for the largest.
 *
 * @param installDisk the path of the disk that is installed on, if there is one
 */
export function diskSizes(disks: readonly VmDisk[], installDisk?: string): Machine {
  const sized = disks.flatMap((disk) => {
    const sizeGiB = known(disk.sizeGiB);
    return sizeGiB === undefined ? [] : [{ sizeMiB: sizeGiB * 1024, names: namesOf(disk) }];
  });
  const byName = sized.flatMap(({ sizeMiB, names }) =>
    [...names, ...(names.includes(installDisk ?? "") ? [BOOT_DISK] : [])].map((name) => [name, sizeMiB] as const),
  );
  const virtio = disks
    .filter((disk) => disk.interface.startsWith("virtio"))
    .map((disk) => known(disk.sizeGiB) ?? Infinity);
  const largest = Math.max(...virtio) * 1024;
  const byKernel = Number.isFinite(largest) ? KERNEL_NAMES.slice(0, virtio.length) : [];
  return { diskMiB: new Map([...byName, ...byKernel.map((name) => [name, largest] as const)]) };
}

/** By serial number and, where that is certain, by place. */
function namesOf({ interface: place, serial }: VmDisk): readonly string[] {
  const number = /^virtio([0-5])$/.exec(place)?.[1];
  const slot = number === undefined ? undefined : (FIRST_SLOT + Number(number)).toString(16).padStart(2, "0");
  return [
    ...(serial === undefined || known(serial) === undefined ? [] : [`/dev/disk/by-id/virtio-${serial}`]),
    ...(slot === undefined
      ? []
      : [`/dev/disk/by-path/pci-0000:00:${slot}.0`, `/dev/disk/by-path/virtio-pci-0000:00:${slot}.0`]),
  ];
}
