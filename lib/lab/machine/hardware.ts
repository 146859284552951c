import type { DiskState, VmConfig, VmState } from "../pve/types";

/** A disk as the machine sees it, with every name that udev gives it. */
export interface Drive {
  readonly key: string;
  readonly devices: readonly string[];
  readonly disk: DiskState;
}

/** A network card. */
export interface Nic {
  readonly key: string;

  /** Name inside the machine, such as `ens18`. */
  readonly name: string;

  /** Lower-case, with colons. */
  readonly mac: string;
  readonly bridge: string;
}

/** Devices to try at power-on, such as `["virtio0", "net0"]`. */
export function bootOrder(config: VmConfig): string[] {
  const order = optionsOf(config["boot"]).get("order");
  return order === undefined ? [] : order.split(";").filter((key) => key !== "");
}

/** Volume id of the ISO in a drive; undefined if that key is no CD drive, or it is empty. */
export function isoIn(config: VmConfig, key: string): string | undefined {
  const options = optionsOf(config[key]);
  const volume = options.get("file");
  return options.get("media") === "cdrom" && volume !== "none" ? volume : undefined;
}

/** Main memory, in MiB. */
export function memoryMiB(config: VmConfig): number {
  const memory = String(config["memory"] ?? 512);
  return Number(/(\d+)$/.exec(memory)?.[1] ?? 512);
}

/** The machine's SMBIOS UUID, in lower case as iPXE and Linux write it; undefined if it has none. */
export function smbiosUuid(config: VmConfig): string | undefined {
  return optionsOf(config["smbios1"]).get("uuid")?.toLowerCase();
}

/** Whether the machine has a source of randomness, without which UEFI does not netboot. */
export function hasRng(config: VmConfig): boolean {
  return config["rng0"] !== undefined;
}

/** The machine's disks. Those of which no device name is known have none. */
export function drivesOf(vm: VmState): Drive[] {
  const drives: Drive[] = [];
  let virtio = 0;
  let scsi = 0;
  for (const [key, disk] of [...vm.disks].sort(([a], [b]) => byNumber(a, b))) {
    const serial = optionsOf(vm.active[key] ?? vm.config[key]).get("serial");
    if (/^virtio\d+$/.test(key)) {
      drives.push({ key, disk, devices: [device("vd", virtio++), ...virtioNames(vm.config, key, serial)] });
    } else if (/^scsi\d+$/.test(key)) {
      const id = `/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_${serial ?? `drive-${key}`}`;
      drives.push({ key, disk, devices: [device("sd", scsi++), id] });
    }
  }
  return drives;
}

/** The machine's network cards. */
export function nicsOf(vm: VmState): Nic[] {
  const nics: Nic[] = [];
  for (const key of Object.keys(vm.config)
    .filter((name) => /^net\d+$/.test(name))
    .sort(byNumber)) {
    const options = optionsOf(vm.config[key]);
    const mac = options.get("virtio") ?? options.get("e1000") ?? options.get("macaddr");
    const bridge = options.get("bridge");
    const slot = 18 + Number(key.slice(3));
    const name = isQ35(vm.config) ? `enp6s${slot}` : `ens${slot}`;
    if (mac !== undefined && bridge !== undefined) nics.push({ key, name, mac: mac.toLowerCase(), bridge });
  }
  return nics;
}

/** Splits an option such as `local-lvm:vm-100-disk-0,size=8G`; what has no `=` is the `file`. */
export function optionsOf(value: string | number | undefined): Map<string, string> {
  const options = new Map<string, string>();
  for (const part of String(value ?? "").split(",")) {
    const at = part.indexOf("=");
    if (at > 0) options.set(part.slice(0, at), part.slice(at + 1));
    else if (part !== "") options.set("file", part);
  }
  return options;
}

/** Proxmox puts virtio0 to virtio5 in slots 0x0a to 0x0f: of bus 0, or of the bridge that Q35 machines have. */
function virtioNames(config: VmConfig, key: string, serial: string | undefined): string[] {
  const number = Number(key.slice("virtio".length));
  const bus = isQ35(config) ? "0000:06" : "0000:00";
  const slot = (10 + number).toString(16).padStart(2, "0");
  return [
    ...(number <= 5 ? [`/dev/disk/by-path/pci-${bus}:${slot}.0`, `/dev/disk/by-path/virtio-pci-${bus}:${slot}.0`] : []),
    ...(serial === undefined ? [] : [`/dev/disk/by-id/virtio-${serial.slice(0, 20)}`]),
  ];
}

function isQ35(config: VmConfig): boolean {
  return String(config["machine"] ?? "").includes("q35");
}

function device(prefix: string, index: number): string {
  return `/dev/${prefix}${String.fromCharCode("a".charCodeAt(0) + index)}`;
}

function byNumber(a: string, b: string): number {
  return a.replace(/\d+$/, "") === b.replace(/\d+$/, "")
    ? Number(/\d+$/.exec(a)?.[0] ?? 0) - Number(/\d+$/.exec(b)?.[0] ?? 0)
    : a < b
      ? -1
      : 1;
}
