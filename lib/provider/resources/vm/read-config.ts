import { parseProperties } from "../../proxmox/property-string";
import type { VmConfig } from "./model";
import {
  readDisks,
  readEfiDisk,
  readNetworkDevices,
  readRng,
  readSerialPorts,
  readStartup,
  readTpmState,
  readVga,
  readWatchdog,
} from "./read-devices";
import type { sizingAttributes } from "./schema/sizing";
import type { Cdrom, VmState } from "./state";

/**
 * What a VM's configuration says, in the words of the schema.
 *
 * Where Proxmox keeps a value in another form than the user wrote it, the user's form stays: the case of a MAC
 * address, white space at the end of a description. Not read, so never touched: what the schema does not know, disks
 * that were attached by hand, and a start order if none is configured.
 *
 * @param known the state so far
 */
export function readConfig(config: VmConfig, known: VmState): VmState {
  return {
    ...known,
    name: text(config, "name") ?? "",
    description: readDescription(text(config, "description"), known.description),
    tags: readTags(text(config, "tags") ?? "", known.tags),
    ...readSizing(config, known),
    bios: text(config, "bios") ?? "seabios",
    machine: text(config, "machine"),
    scsi_hardware: text(config, "scsihw") ?? "lsi",
    on_boot: flag(config.onboot),
    protection: flag(config.protection),
    serial_ports: readSerialPorts(config),
    rng: readRng(text(config, "rng0")),
    vga: readVga(text(config, "vga")),
    watchdog: readWatchdog(text(config, "watchdog")),
    boot_order: (/^order=(.*)$/.exec(text(config, "boot") ?? "")?.[1] ?? "").split(";").filter((name) => name !== ""),
    disks: readDisks(config, known),
    efi_disk: readEfiDisk(text(config, "efidisk0")),
    tpm_state: readTpmState(text(config, "tpmstate0")),
    cdrom: readCdrom(config, known.cdrom),
    network_devices: readNetworkDevices(config, known.network_devices),
    startup: known.startup === null && !isImport(known) ? null : readStartup(text(config, "startup")),
    smbios_uuid: smbiosUuid(config) ?? "",
  };
}

/**
 * Where Proxmox says nothing, its defaults are meant: of a VM that others have made, a balloon that may not shrink it. Of one
 * that is known to have none, such a balloon is as good as none: nobody wants it shut down for that.
 */
function readSizing(config: VmConfig, known: VmState): Pick<VmState, keyof typeof sizingAttributes> {
  const memory = Number(parseProperties(text(config, "memory") ?? "512", "current").get("current"));
  const isAsKnown = config.balloon === undefined && known.memory_minimum_mib === null && !isImport(known);
  const least = isAsKnown ? 0 : Number(config.balloon ?? memory);
  return {
    cores: Number(config.cores ?? 1),
    sockets: Number(config.sockets ?? 1),
    cpu_type: parseProperties(text(config, "cpu") ?? "kvm64", "cputype").get("cputype") ?? "kvm64",
    cpu_limit: Number(config.cpulimit ?? 0) || null,
    cpu_units: config.cpuunits === undefined ? null : Number(config.cpuunits),
    numa: flag(config.numa),
    memory_mib: memory,
    memory_minimum_mib: least === 0 ? null : least,
  };
}

/** A VM that was named by its id alone: all that it has is to be read. */
export function isImport(known: VmState): boolean {
  return known.smbios_uuid === "";
}

/** Which VM this is: an id can be given to another one, this cannot. */
export function smbiosUuid(config: VmConfig): string | undefined {
  return parseProperties(text(config, "smbios1") ?? "", "uuid")
    .get("uuid")
    ?.toLowerCase();
}

export function flag(value: string | number | undefined): boolean {
  return Number(value ?? 0) === 1;
}

function text(config: VmConfig, key: string): string | null {
  const value = config[key];
  return value === undefined ? null : String(value);
}

function readDescription(found: string | null, known: string | null): string | null {
  const same = (found ?? "").trimEnd() === (known ?? "").trimEnd();
  return same ? known : found;
}

function readTags(found: string, known: readonly string[] | null): readonly string[] | null {
  const tags = found.split(/[;, ]+/).filter((tag) => tag !== "");
  return tags.length === 0 && (known === null || known.length === 0) ? known : tags.sort();
}

/** The drive that is configured; without one, any: a CD that was put in by hand shows, and the next apply takes it out. */
function readCdrom(config: VmConfig, known: Cdrom | null): Cdrom | null {
  const drives = ["ide0", "ide1", "ide2", "ide3", "sata0", "sata1", "sata2", "sata3", "sata4", "sata5"];
  const keys = known === null ? drives : [known.interface, ...drives];
  for (const key of keys) {
    const properties = parseProperties(text(config, key) ?? "", "file");
    const volume = properties.get("file");
    if (properties.get("media") !== "cdrom" || volume === undefined || /cloudinit/.test(volume)) continue;
    if (volume !== "none" || key === known?.interface) return { interface: key, volume_id: volume };
  }
  return null;
}
