import type { Parameters } from "../../proxmox/api";
import { renderProperties } from "../../proxmox/property-string";
import { changedDisk, isHotPlugged, isTakenAtOnce, newDisk, sameOptions } from "./disk-options";
import type { Cdrom, EfiDisk, NetworkDevice, Rng, Startup, TpmState, Vga, VmState, Watchdog } from "./state";

/** A VM's configuration as Proxmox answers it. */
export type VmConfig = Readonly<Record<string, string | number>>;

/** The form of `POST /nodes/{node}/qemu`. */
export function createForm(vm: VmState): Parameters {
  return {
    vmid: vm.vm_id,
    ...(vm.pool_id === null ? {} : { pool: vm.pool_id }),
    ...options(vm),
    smbios1: `uuid=${vm.smbios_uuid}`,
    ...Object.fromEntries((vm.disks ?? []).map((disk) => [disk.interface, newDisk(disk)])),
    ...(vm.efi_disk === null ? {} : { efidisk0: newEfiDisk(vm.efi_disk) }),
    ...(vm.tpm_state === null ? {} : { tpmstate0: newTpmState(vm.tpm_state) }),
  };
}

/** What has to be done to turn a VM that is there into the one that is planned. */
export interface Changes {
  /** The form of `PUT …/config`; null if nothing is to be set. */
  readonly form: Parameters | null;
  /** Whether the form takes effect only on a VM that is stopped. */
  readonly needsStop: boolean;
  /** Forms of `PUT …/resize`. */
  readonly resizes: readonly Parameters[];
}

/**
 * Compares a VM with its plan.
 *
 * @param actual what `config` says, by {@link readConfig}
 * @param config needed for the volumes behind the disks, which no state holds
 */
export function changesTo(actual: VmState, config: VmConfig, planned: VmState): Changes {
  const before = options(actual);
  const after = options(planned);
  const set: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(after)) if (before[key] !== value) set[key] = value;
  const gone = Object.keys(before).filter((key) => !(key in after));
  const keys = [...Object.keys(set), ...gone];
  let needsStop = keys.some((key) => isCold(key, before, after));

  const resizes: Parameters[] = [];
  for (const disk of planned.disks ?? []) {
    const present = actual.disks?.find((other) => other.interface === disk.interface);
    if (present === undefined) {
      set[disk.interface] = newDisk(disk);
      needsStop ||= !isHotPlugged(disk);
      if (disk.import_from !== null) resizes.push({ disk: disk.interface, size: `${disk.size_gib}G` });
      continue;
    }
    if (disk.size_gib > present.size_gib) resizes.push({ disk: disk.interface, size: `${disk.size_gib}G` });
    if (sameOptions(disk, present)) continue;
    set[disk.interface] = changedDisk(disk, String(config[disk.interface]));
    needsStop ||= !isTakenAtOnce(present, disk);
  }
  const form = { ...set, ...(gone.length === 0 ? {} : { delete: gone.join(",") }) };
  return { form: Object.keys(form).length === 0 ? null : form, needsStop, resizes };
}

/** Options that a running VM takes only at its next start. */
const COLD = /^(cores|sockets|numa|cpu|memory|bios|machine|scsihw|serial\d|rng0|vga|watchdog)$/;

function isCold(key: string, before: Options, after: Options): boolean {
  if (COLD.test(key)) return true;
  // A balloon is filled at any time; that there is one, or none, is settled when the VM starts.
  if (key === "balloon") return before[key] === 0 || after[key] === 0;
  // Another disc goes into a drive at any time; the drive itself cannot come or go while the VM runs.
  return /^(ide|sata)\d/.test(key) && !(key in before && key in after);
}

type Options = Readonly<Record<string, string | number | boolean>>;

/** Everything but disks, by the names of the API. What is not set is left to Proxmox's own default. */
function options(vm: VmState): Options {
  return {
    name: vm.name,
    ...(vm.description === null || vm.description === "" ? {} : { description: vm.description }),
    ...(vm.tags === null || vm.tags.length === 0 ? {} : { tags: [...vm.tags].sort().join(";") }),
    ...sizing(vm),
    bios: vm.bios,
    ...(vm.machine === null ? {} : { machine: vm.machine }),
    ostype: "l26",
    scsihw: vm.scsi_hardware,
    onboot: vm.on_boot,
    protection: vm.protection,
    ...Object.fromEntries(Array.from({ length: vm.serial_ports }, (_, index) => [`serial${index}`, "socket"])),
    ...(vm.rng === null ? {} : { rng0: rng(vm.rng) }),
    ...(vm.vga === null ? {} : { vga: vga(vm.vga) }),
    ...(vm.watchdog === null ? {} : { watchdog: watchdog(vm.watchdog) }),
    boot: `order=${vm.boot_order.join(";")}`,
    ...(vm.cdrom === null ? {} : { [vm.cdrom.interface]: cdrom(vm.cdrom) }),
    ...Object.fromEntries((vm.network_devices ?? []).map((nic, index) => [`net${index}`, networkDevice(nic)])),
    ...(vm.startup === null ? {} : { startup: startup(vm.startup) }),
  };
}

/** How much the VM has of its node. */
function sizing(vm: VmState): Options {
  return {
    cores: vm.cores,
    ...(vm.sockets === 1 ? {} : { sockets: vm.sockets }),
    cpu: vm.cpu_type,
    ...(vm.cpu_limit === null ? {} : { cpulimit: vm.cpu_limit }),
    ...(vm.cpu_units === null ? {} : { cpuunits: vm.cpu_units }),
    ...(vm.numa ? { numa: true } : {}),
    memory: vm.memory_mib,
    balloon: vm.memory_minimum_mib ?? 0,
  };
}

function newEfiDisk(disk: EfiDisk): string {
  return renderProperties([
    ["file", `${disk.datastore_id}:1`],
    ["efitype", "4m"],
    ["pre-enrolled-keys", disk.pre_enrolled_keys],
  ]);
}

function newTpmState(tpm: TpmState): string {
  return renderProperties([
    ["file", `${tpm.datastore_id}:1`],
    ["version", tpm.version],
  ]);
}

function rng({ source, max_bytes, period }: Rng): string {
  return renderProperties([
    ["source", source],
    ["max_bytes", max_bytes],
    ["period", period],
  ]);
}

function vga({ type, memory }: Vga): string {
  return renderProperties([
    ["type", type],
    ["memory", memory],
  ]);
}

function watchdog({ model, action }: Watchdog): string {
  return renderProperties([
    ["model", model],
    ["action", action],
  ]);
}

function cdrom(drive: Cdrom): string {
  return renderProperties([
    ["file", drive.volume_id],
    ["media", "cdrom"],
  ]);
}

function networkDevice(nic: NetworkDevice): string {
  return renderProperties([
    ["model", nic.model],
    ["bridge", nic.bridge],
    ["firewall", nic.firewall],
    ["link_down", nic.link_down ? true : null],
    ["macaddr", nic.mac_address.toUpperCase()],
    ["mtu", nic.mtu],
    ["queues", nic.queues],
    ["rate", nic.rate],
    ["tag", nic.vlan_id],
    ["trunks", nic.trunks === null || nic.trunks.length === 0 ? null : nic.trunks.join(";")],
  ]);
}

function startup({ order, up_delay, down_delay }: Startup): string {
  return renderProperties([
    ["order", order],
    ["up", up_delay],
    ["down", down_delay],
  ]);
}
