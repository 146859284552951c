import { type Diagnostic, UNKNOWN, type Value, type ValueObject } from "../../framework/values";
import { formatProblem, type Problem } from "../../../values/config-error";
import { deviceProblems } from "./checks/devices";
import { diskProblems } from "./checks/disks";
import { haProblems } from "./checks/high-availability";
import {
  isWhollyKnown,
  judge,
  judgeAll,
  matches,
  objectOf,
  objects,
  oneOf,
  problem,
  type Rules,
  scalars,
  whole,
} from "./checks/judge";
import { firewallProblems, nicProblems } from "./checks/network";

/** Finds everything in a configuration that Proxmox would refuse, or that cannot work. */
export function validateVm(config: ValueObject): readonly Diagnostic[] {
  const name = typeof config.name === "string" ? config.name : "";
  return problemsOf(config).map((problem) => ({
    severity: problem.severity,
    summary: problem.severity === "error" ? `Unable to accept VM "${name}"` : `VM "${name}" may not work as it is`,
    detail: formatProblem(problem),
    path: problem.path,
  }));
}

const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

const RULES: Rules = {
  vm_id: whole("vm/id", 100, 999_999_999),
  name: matches("vm/name", LABEL, "a DNS label: letters, digits and dashes, 1 to 63 characters"),
  node_name: matches("vm/node-name", LABEL, "the name of a node"),
  description: {
    code: "vm/description",
    // Line ends and tabs are text; other control characters would not survive Proxmox's file format.
    holds: (value) => String(value).length <= 8192 && !/[^\P{Cc}\n\t]/u.test(String(value)),
    allowed: "up to 8192 characters without control characters",
  },
  pool_id: matches("vm/pool-id", /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+){0,2}$/, "the name of a pool"),
  cores: whole("vm/cores", 1, 8192),
  sockets: whole("vm/sockets", 1, 8192),
  cpu_limit: {
    code: "vm/cpu-limit",
    holds: (value) => typeof value === "number" && value >= 0.01 && value <= 128,
    allowed: "a number from 0.01 to 128",
  },
  cpu_units: whole("vm/cpu-units", 1, 262_144),
  cpu_type: matches("vm/cpu-type", /^[A-Za-z0-9][A-Za-z0-9._-]*$/, "the name of a CPU type, such as host"),
  memory_mib: whole("vm/memory", 16, 16_777_216),
  memory_minimum_mib: whole("vm/memory-minimum", 16, 16_777_216),
  bios: oneOf("vm/bios", "seabios", "ovmf"),
  machine: matches("vm/machine", /^[A-Za-z0-9][A-Za-z0-9.+-]{0,39}$/, "the name of a machine type, such as q35"),
  scsi_hardware: oneOf(
    "vm/scsi-hardware",
    "lsi",
    "lsi53c810",
    "virtio-scsi-pci",
    "virtio-scsi-single",
    "megasas",
    "pvscsi",
  ),
  serial_ports: whole("vm/serial-ports", 0, 4),
  shutdown_timeout: whole("vm/shutdown-timeout", 0, 86_400),
};

const TAG = matches("vm/tag", /^[a-z0-9_][a-z0-9_+.-]*$/, "lower-case letters, digits and _ + . -");
const DEVICE = matches(
  "vm/boot-order",
  /^(ide[0-3]|sata[0-5]|scsi([12]?\d|30)|virtio(\d|1[0-5])|net([12]?\d|3[01]))$/,
  "a device such as virtio0, ide2 or net0",
);

const STARTUP: Rules = {
  order: whole("vm/startup", 0, 1_000_000),
  up_delay: whole("vm/startup", 0, 86_400),
  down_delay: whole("vm/startup", 0, 86_400),
};

function problemsOf(config: ValueObject): readonly Problem[] {
  const disks = objects(config.disks);
  const nics = objects(config.network_devices);
  return [
    ...judgeAll(config, RULES, []),
    ...minimumProblems(config),
    ...numaProblems(config),
    ...scalars(config.tags).flatMap(([, tag]) => judge(TAG, tag, ["tags"])),
    ...scalars(config.boot_order).flatMap(([index, device]) => judge(DEVICE, device, ["boot_order", index])),
    ...disks.flatMap(([index, disk]) => diskProblems(disk, index)),
    ...deviceProblems(config),
    ...nics.flatMap(([index, nic]) => nicProblems(nic, index)),
    ...firewallProblems(objectOf(config.firewall)),
    ...judgeAll(objectOf(config.startup), STARTUP, ["startup"]),
    ...haProblems(config),
    ...twice("vm/duplicate-disk", disks, "disks", "interface"),
    ...cdromProblems(config, disks),
    ...twice("vm/duplicate-mac", nics, "network_devices", "mac_address"),
    ...bootProblems(config, disks, nics.length),
    ...efiProblems(config),
  ];
}

/** To start with more memory than there is. */
function minimumProblems({ memory_mib: memory, memory_minimum_mib: least }: ValueObject): readonly Problem[] {
  if (typeof memory !== "number" || typeof least !== "number" || least <= memory) return [];
  const what = `it is more than memory_mib, which is ${memory}`;
  return [problem("vm/memory-minimum", ["memory_minimum_mib"], what, least, `up to ${memory}`)];
}

/** Each socket is a node with the same share of the memory: QEMU does not start where that does not come out even. */
function numaProblems({ numa, sockets, memory_mib: memory }: ValueObject): readonly Problem[] {
  const nodes = sockets ?? 1;
  if (numa !== true || typeof memory !== "number" || typeof nodes !== "number" || memory % nodes === 0) return [];
  const what = `${nodes} sockets cannot have the same share of memory_mib`;
  return [problem("vm/numa", ["numa"], what, memory, `a memory_mib that is a multiple of ${nodes}`)];
}

/** A disk where the CD is. */
function cdromProblems(config: ValueObject, disks: readonly (readonly [number, ValueObject])[]): readonly Problem[] {
  const drive = cdromInterface(config);
  return disks
    .filter(([, disk]) => drive !== undefined && disk.interface === drive)
    .map(([index]) => {
      const path = ["disks", index, "interface"];
      return problem("vm/duplicate-disk", path, "the CD is there", String(drive), "each interface once");
    });
}

function cdromInterface(config: ValueObject): string | undefined {
  const cdrom = objectOf(config.cdrom);
  if (cdrom === undefined || typeof cdrom.interface === "symbol") return undefined;
  return typeof cdrom.interface === "string" ? cdrom.interface : "ide2";
}

/** What the BIOS is told to boot from has to be there. */
function bootProblems(
  config: ValueObject,
  disks: readonly (readonly [number, ValueObject])[],
  nics: number,
): readonly Problem[] {
  const parts: readonly (Value | undefined)[] = [config.disks, config.cdrom, config.network_devices];
  if (!parts.every(isWhollyKnown)) return [];
  const drive = cdromInterface(config);
  const there = [
    ...disks.map(([, disk]) => String(disk.interface)),
    ...(drive === undefined ? [] : [drive]),
    ...Array.from({ length: nics }, (_, index) => `net${index}`),
  ];
  const order = scalars(config.boot_order);
  return order.flatMap(([index, device]) => {
    const path = ["boot_order", index];
    if (order.some(([earlier, other]) => earlier < index && other === device)) {
      return [problem("vm/boot-order", path, "the device is named twice", device, "each device once")];
    }
    if (there.includes(String(device)) || !DEVICE.holds(device)) return [];
    return [problem("vm/boot-order", path, "the VM has no such device", device, there.join(", "))];
  });
}

function efiProblems(config: ValueObject): readonly Problem[] {
  if (config.bios === UNKNOWN || config.efi_disk === UNKNOWN) return [];
  const efi = objectOf(config.efi_disk) !== undefined;
  if (efi && config.bios !== "ovmf") {
    const what = "an EFI disk serves OVMF alone";
    return [
      problem("vm/efi-disk", ["efi_disk"], what, String(config.bios ?? "seabios"), 'bios = "ovmf", or no efi_disk'),
    ];
  }
  if (efi || config.bios !== "ovmf") return [];
  const what = "without an EFI disk OVMF forgets its boot entries whenever the VM stops";
  return [{ code: "vm/efi-disk", severity: "warning", path: ["bios"], what, fix: "add efi_disk" }];
}

function twice(
  code: string,
  items: readonly (readonly [number, ValueObject])[],
  list: string,
  key: string,
): readonly Problem[] {
  return items.flatMap(([index, item]) => {
    const value = item[key];
    if (typeof value !== "string") return [];
    const first = items.find(([, other]) => typeof other[key] === "string" && sameText(other[key], value));
    if (first === undefined || first[0] === index) return [];
    return [problem(code, [list, index, key], `${list}[${first[0]}] has the same`, value, "each value once")];
  });
}

function sameText(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}
