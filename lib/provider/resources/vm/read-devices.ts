import { parseProperties, parseSize, type Properties } from "../../proxmox/property-string";
import { LIMITS } from "./disk-options";
import type { VmConfig } from "./model";
import type { Disk, DiskLimits, EfiDisk, NetworkDevice, Rng, Startup, TpmState, Vga, VmState, Watchdog } from "./state";

const GIB = 1024 ** 3;
const NIC_LIMIT = 32;
const SERIAL_LIMIT = 4;

/** The disks that are configured; after an import all, since there a missing one would be created over one that is there. */
export function readDisks(config: VmConfig, { disks, smbios_uuid }: VmState): readonly Disk[] | null {
  const imported = smbios_uuid === "" && disks === null;
  const all = Object.keys(config).filter(
    (key) => /^(virtio|scsi|sata|ide)\d+$/.test(key) && !/media=cdrom/.test(String(config[key])),
  );
  const keys = imported ? all.sort() : (disks ?? []).map((disk) => disk.interface);
  const found = keys.flatMap((key) => {
    const line = config[key];
    return line === undefined
      ? []
      : [
          readDisk(
            key,
            String(line),
            disks?.find((disk) => disk.interface === key),
          ),
        ];
  });
  return found.length === 0 && disks === null ? null : found;
}

function readDisk(key: string, line: string, known: Disk | undefined): Disk {
  const properties = parseProperties(line, "file");
  return {
    interface: key,
    datastore_id: datastoreOf(properties.get("file")),
    size_gib: (parseSize(properties.get("size") ?? "") ?? 0) / GIB,
    // Proxmox forgets where a disk came from.
    import_from: known?.import_from ?? null,
    serial: properties.get("serial") ?? null,
    discard: properties.get("discard") === "on",
    iothread: properties.get("iothread") === "1",
    backup: properties.get("backup") !== "0",
    replicate: properties.get("replicate") !== "0",
    ssd: properties.get("ssd") === "1",
    ro: properties.get("ro") === "1",
    cache: properties.get("cache") ?? null,
    aio: properties.get("aio") ?? null,
    limits: readLimits(properties, known?.limits ?? null),
  };
}

function readLimits(properties: Properties, known: DiskLimits | null): DiskLimits | null {
  if (known === null && !LIMITS.some((name) => properties.has(name))) return null;
  const values = LIMITS.map((name) => [name, numberOf(properties, name)] as const);
  return Object.fromEntries(values) as DiskLimits;
}

export function readEfiDisk(line: string | null): EfiDisk | null {
  if (line === null) return null;
  const properties = parseProperties(line, "file");
  return {
    datastore_id: datastoreOf(properties.get("file")),
    pre_enrolled_keys: properties.get("pre-enrolled-keys") === "1",
  };
}

export function readTpmState(line: string | null): TpmState | null {
  if (line === null) return null;
  const properties = parseProperties(line, "file");
  return { datastore_id: datastoreOf(properties.get("file")), version: properties.get("version") ?? "v1.2" };
}

/** How many there are, as the next plan sees it: one that is missing below the last makes the number wrong. */
export function readSerialPorts(config: VmConfig): number {
  return Array.from({ length: SERIAL_LIMIT }, (_, index) => config[`serial${index}`]).filter(
    (port) => port !== undefined,
  ).length;
}

export function readRng(line: string | null): Rng | null {
  if (line === null) return null;
  const properties = parseProperties(line, "source");
  return {
    source: properties.get("source") ?? "",
    max_bytes: numberOf(properties, "max_bytes"),
    period: numberOf(properties, "period"),
  };
}

export function readVga(line: string | null): Vga | null {
  if (line === null) return null;
  const properties = parseProperties(line, "type");
  return { type: properties.get("type") ?? "std", memory: numberOf(properties, "memory") };
}

export function readWatchdog(line: string | null): Watchdog | null {
  if (line === null) return null;
  const properties = parseProperties(line, "model");
  return { model: properties.get("model") ?? "i6300esb", action: properties.get("action") ?? "reset" };
}

export function readNetworkDevices(
  config: VmConfig,
  known: readonly NetworkDevice[] | null,
): readonly NetworkDevice[] | null {
  const keys = Array.from({ length: NIC_LIMIT }, (_, index) => `net${index}`);
  const count = 1 + keys.findLastIndex((key) => config[key] !== undefined);
  if (count === 0 && (known === null || known.length === 0)) return known;
  return keys.slice(0, count).map((key, index) => readNetworkDevice(String(config[key] ?? ""), known?.[index]));
}

const NIC_MODEL = /^(virtio|e1000e?|e1000-[0-9a-z]+|rtl8139|vmxnet3|ne2k_pci|ne2k_isa|pcnet|i82551|i82557b|i82559er)$/;

/** A missing NIC below the last one becomes one with empty texts, since the place in the list is its number. */
function readNetworkDevice(line: string, known: NetworkDevice | undefined): NetworkDevice {
  const properties = parseProperties(line, "model");
  const short = [...properties].find(([key]) => NIC_MODEL.test(key));
  const mac = properties.get("macaddr") ?? short?.[1] ?? "";
  const trunks = properties.get("trunks");
  const none = known?.trunks?.length === 0 ? known.trunks : null;
  return {
    bridge: properties.get("bridge") ?? "",
    mac_address: mac.toUpperCase() === known?.mac_address.toUpperCase() ? known.mac_address : mac,
    model: properties.get("model") ?? short?.[0] ?? "",
    vlan_id: numberOf(properties, "tag"),
    trunks: trunks === undefined ? none : trunks.split(";"),
    mtu: numberOf(properties, "mtu"),
    queues: numberOf(properties, "queues"),
    rate: numberOf(properties, "rate"),
    link_down: properties.get("link_down") === "1",
    firewall: properties.get("firewall") === "1",
    addresses: known?.addresses ?? null,
  };
}

export function readStartup(line: string | null): Startup | null {
  if (line === null) return null;
  const properties = parseProperties(line, "order");
  return {
    order: numberOf(properties, "order") ?? 0,
    up_delay: numberOf(properties, "up"),
    down_delay: numberOf(properties, "down"),
  };
}

function numberOf(properties: Properties, key: string): number | null {
  const text = properties.get(key);
  return text === undefined ? null : Number(text);
}

function datastoreOf(volume = ""): string {
  return volume.slice(0, Math.max(0, volume.indexOf(":")));
}
