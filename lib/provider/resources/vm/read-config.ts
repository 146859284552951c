import { parseProperties, parseSize } from "../../proxmox/property-string";
import type { VmConfig } from "./model";
import type { Cdrom, Disk, EfiDisk, NetworkDevice, Startup, VmState } from "./state";

const GIB = 1024 ** 3;
const NIC_LIMIT = 32;

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
    cores: Number(config.cores ?? 1),
    cpu_type: parseProperties(text(config, "cpu") ?? "kvm64", "cputype").get("cputype") ?? "kvm64",
    memory_mib: Number(parseProperties(text(config, "memory") ?? "512", "current").get("current")),
    bios: text(config, "bios") ?? "seabios",
    machine: text(config, "machine"),
    scsi_hardware: text(config, "scsihw") ?? "lsi",
    on_boot: flag(config.onboot),
    protection: flag(config.protection),
    serial_device: config.serial0 !== undefined,
    rng: config.rng0 !== undefined,
    boot_order: (/^order=(.*)$/.exec(text(config, "boot") ?? "")?.[1] ?? "").split(";").filter((name) => name !== ""),
    disks: readDisks(config, known),
    efi_disk: readEfiDisk(text(config, "efidisk0")),
    cdrom: readCdrom(config, known.cdrom),
    network_devices: readNetworkDevices(config, known.network_devices),
    startup: known.startup === null ? null : readStartup(text(config, "startup")),
    smbios_uuid: smbiosUuid(config) ?? "",
  };
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

/** The disks that are configured; after an import all, since there a missing one would be created over one that is there. */
function readDisks(config: VmConfig, { disks, smbios_uuid }: VmState): readonly Disk[] | null {
  const imported = smbios_uuid === "" && disks === null;
  const all = Object.keys(config).filter(
    (key) => /^(virtio|scsi)\d+$/.test(key) && !/media=cdrom/.test(String(config[key])),
  );
  const keys = imported ? all.sort() : (disks ?? []).map((disk) => disk.interface);
  const found = keys.flatMap((key) => {
    const line = text(config, key);
    return line === null ? [] : [readDisk(key, line)];
  });
  return found.length === 0 && disks === null ? null : found;
}

function readDisk(key: string, line: string): Disk {
  const properties = parseProperties(line, "file");
  return {
    interface: key,
    datastore_id: datastoreOf(properties.get("file")),
    size_gib: (parseSize(properties.get("size") ?? "") ?? 0) / GIB,
    serial: properties.get("serial") ?? null,
    discard: properties.get("discard") === "on",
    iothread: properties.get("iothread") === "1",
    backup: properties.get("backup") !== "0",
  };
}

function readEfiDisk(line: string | null): EfiDisk | null {
  if (line === null) return null;
  const properties = parseProperties(line, "file");
  return {
    datastore_id: datastoreOf(properties.get("file")),
    pre_enrolled_keys: properties.get("pre-enrolled-keys") === "1",
  };
}

function datastoreOf(volume = ""): string {
  return volume.slice(0, Math.max(0, volume.indexOf(":")));
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

function readNetworkDevices(config: VmConfig, known: readonly NetworkDevice[] | null): readonly NetworkDevice[] | null {
  const keys = Array.from({ length: NIC_LIMIT }, (_, index) => `net${index}`);
  const count = 1 + keys.findLastIndex((key) => config[key] !== undefined);
  if (count === 0 && (known === null || known.length === 0)) return known;
  return keys.slice(0, count).map((key, index) => readNetworkDevice(text(config, key) ?? "", known?.[index]));
}

const NIC_MODEL = /^(virtio|e1000e?|e1000-[0-9a-z]+|rtl8139|vmxnet3|ne2k_pci|ne2k_isa|pcnet|i82551|i82557b|i82559er)$/;

/** A missing NIC below the last one becomes one with empty texts, since the place in the list is its number. */
function readNetworkDevice(line: string, known: NetworkDevice | undefined): NetworkDevice {
  const properties = parseProperties(line, "model");
  const short = [...properties].find(([key]) => NIC_MODEL.test(key));
  const mac = properties.get("macaddr") ?? short?.[1] ?? "";
  const number = (key: string): number | null => (properties.has(key) ? Number(properties.get(key)) : null);
  return {
    bridge: properties.get("bridge") ?? "",
    mac_address: mac.toUpperCase() === known?.mac_address.toUpperCase() ? known.mac_address : mac,
    model: properties.get("model") ?? short?.[0] ?? "",
    vlan_id: number("tag"),
    mtu: number("mtu"),
    firewall: properties.get("firewall") === "1",
    addresses: known?.addresses ?? null,
  };
}

function readStartup(line: string | null): Startup | null {
  if (line === null) return null;
  const properties = parseProperties(line, "order");
  const number = (key: string): number | null => (properties.has(key) ? Number(properties.get(key)) : null);
  return { order: number("order") ?? 0, up_delay: number("up"), down_delay: number("down") };
}
