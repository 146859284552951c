import type { DiskState } from "../pve/types";
import { type InstalledSystem, writableDataOn } from "../machine/disk-data";
import { isoIn } from "../machine/hardware";
import type { Machine } from "../machine/machine";
import { Iso9660Reader } from "../media/iso9660-reader";

const label = "cidata";

/**
 * What boots from a disk that was made from an image, which the lab takes for Fedora CoreOS's `proxmoxve` one: its first
 * boot looks for a CD labelled `cidata`, and for the Ignition config in its `user-data`.
 */
export function systemOfImage(machine: Machine, disk: DiskState): InstalledSystem | undefined {
  if (!isImported(disk)) return undefined;
  const system: InstalledSystem = { release: "(proxmoxve image)", ignition: userData(machine) };
  writableDataOn(disk).system = system;
  return system;
}

function isImported({ contents }: DiskState): boolean {
  return (
    contents.kind === "written" &&
    typeof contents.data === "object" &&
    contents.data !== null &&
    "importedFrom" in contents.data
  );
}

function userData(machine: Machine): Buffer | undefined {
  for (const key of Object.keys(machine.vm.active)) {
    const volid = isoIn(machine.vm.active, key);
    if (volid === undefined) continue;
    const iso = Iso9660Reader.openJoliet(machine.isoPath(volid));
    try {
      if (iso?.label !== label) continue;
      machine.print(`ignition: reading user-data from the CD in ${key}, which is labelled ${label}`);
      return iso.read("user-data");
    } finally {
      iso?.close();
    }
  }
  return undefined;
}
