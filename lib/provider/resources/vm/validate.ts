import { isIP } from "node:net";
import { type Diagnostic, UNKNOWN, type Value, type ValueObject } from "../../framework/values";
import { formatProblem, type Path, type Problem } from "../../../values/config-error";
import { shorten } from "../../../values/check";

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

type Known = string | number | boolean;
interface Rule {
  readonly code: string;
  readonly holds: (value: Known) => boolean;
  readonly allowed: string;
}

const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

const RULES: Readonly<Record<string, Rule>> = {
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
  cpu_type: matches("vm/cpu-type", /^[A-Za-z0-9][A-Za-z0-9._-]*$/, "the name of a CPU type, such as host"),
  memory_mib: whole("vm/memory", 16, 16_777_216),
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
  shutdown_timeout: whole("vm/shutdown-timeout", 0, 86_400),
};

const TAG = matches("vm/tag", /^[a-z0-9_][a-z0-9_+.-]*$/, "lower-case letters, digits and _ + . -");
const DEVICE = matches(
  "vm/boot-order",
  /^(ide[0-3]|sata[0-5]|scsi([12]?\d|30)|virtio(\d|1[0-5])|net([12]?\d|3[01]))$/,
  "a device such as virtio0, ide2 or net0",
);
const DATASTORE = matches("vm/datastore", /^[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]$/, "the name of a datastore");

const DISK: Readonly<Record<string, Rule>> = {
  interface: matches(
    "vm/disk-interface",
    /^(scsi([12]?\d|30)|virtio(\d|1[0-5]))$/,
    "virtio0 to virtio15 or scsi0 to scsi30",
  ),
  datastore_id: DATASTORE,
  size_gib: whole("vm/disk-size", 1, 131_072),
  serial: matches("vm/disk-serial", /^[A-Za-z0-9_.-]{1,20}$/, "1 to 20 letters, digits and _ . -"),
};

const CDROM: Readonly<Record<string, Rule>> = {
  interface: matches("vm/cdrom-interface", /^(ide[0-3]|sata[0-5])$/, "ide0 to ide3 or sata0 to sata5"),
  volume_id: matches("vm/cdrom-volume", /^[A-Za-z][A-Za-z0-9_.-]*:iso\/[^\s,/]+$/, "<datastore>:iso/<file name>"),
};

const NIC: Readonly<Record<string, Rule>> = {
  bridge: matches("vm/bridge", /^[A-Za-z][A-Za-z0-9_.-]{0,14}$/, "the name of a bridge, up to 15 characters"),
  mac_address: matches(
    "vm/mac-address",
    /^[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}$/,
    "a unicast MAC address such as BC:24:11:00:00:66",
  ),
  model: oneOf("vm/nic-model", "virtio", "e1000", "e1000e", "rtl8139", "vmxnet3"),
  vlan_id: whole("vm/vlan", 1, 4094),
  mtu: { ...whole("vm/mtu", 1, 65_520), allowed: "1 (the bridge's) or 576 to 65520", holds: isMtu },
};

const FIREWALL: Readonly<Record<string, Rule>> = {
  input_policy: oneOf("vm/firewall-policy", "ACCEPT", "DROP", "REJECT"),
  output_policy: oneOf("vm/firewall-policy", "ACCEPT", "DROP", "REJECT"),
};

const STARTUP: Readonly<Record<string, Rule>> = {
  order: whole("vm/startup", 0, 1_000_000),
  up_delay: whole("vm/startup", 0, 86_400),
  down_delay: whole("vm/startup", 0, 86_400),
};

const ADDRESS: Rule = {
  code: "vm/address",
  holds: isAddress,
  allowed: "an IP address, or a network such as 10.0.0.0/24",
};

function problemsOf(config: ValueObject): readonly Problem[] {
  const disks = objects(config.disks);
  const nics = objects(config.network_devices);
  return [
    ...checkAll(config, RULES, []),
    ...scalars(config.tags).flatMap(([, tag]) => judge(TAG, tag, ["tags"])),
    ...scalars(config.boot_order).flatMap(([index, device]) => judge(DEVICE, device, ["boot_order", index])),
    ...disks.flatMap(([index, disk]) => checkAll(disk, DISK, ["disks", index])),
    ...checkAll(objectOf(config.efi_disk), { datastore_id: DATASTORE }, ["efi_disk"]),
    ...checkAll(objectOf(config.cdrom), CDROM, ["cdrom"]),
    ...nics.flatMap(([index, nic]) => [
      ...checkAll(nic, NIC, ["network_devices", index]),
      ...scalars(nic.addresses).flatMap(([place, address]) =>
        judge(ADDRESS, address, ["network_devices", index, "addresses", place]),
      ),
    ]),
    ...checkAll(objectOf(config.firewall), FIREWALL, ["firewall"]),
    ...checkAll(objectOf(config.startup), STARTUP, ["startup"]),
    ...twice("vm/duplicate-disk", disks, "disks", "interface"),
    ...twice("vm/duplicate-mac", nics, "network_devices", "mac_address"),
    ...bootProblems(config, disks, nics.length),
    ...efiProblems(config),
  ];
}

/** What the BIOS is told to boot from has to be there. */
function bootProblems(
  config: ValueObject,
  disks: readonly (readonly [number, ValueObject])[],
  nics: number,
): readonly Problem[] {
  const parts: readonly (Value | undefined)[] = [config.disks, config.cdrom, config.network_devices];
  if (!parts.every(isWhollyKnown)) return [];
  const cdrom = objectOf(config.cdrom);
  const drive = cdrom === undefined ? [] : [typeof cdrom.interface === "string" ? cdrom.interface : "ide2"];
  const there = [
    ...disks.map(([, disk]) => String(disk.interface)),
    ...drive,
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

function checkAll(
  values: ValueObject | undefined,
  rules: Readonly<Record<string, Rule>>,
  above: Path,
): readonly Problem[] {
  if (values === undefined) return [];
  return Object.entries(rules).flatMap(([name, rule]) => judge(rule, values[name], [...above, name]));
}

/** Null and unknown are let through: what may be absent the schema says, what is unknown comes again. */
function judge(rule: Rule, value: Value | undefined, path: Path): readonly Problem[] {
  if (!isKnown(value) || rule.holds(value)) return [];
  return [problem(rule.code, path, "the value is not allowed", value, rule.allowed)];
}

function problem(code: string, path: Path, what: string, got: Known, allowed: string): Problem {
  return { code, severity: "error", path, what, got: shorten(got), allowed, fix: "correct the value" };
}

function isKnown(value: Value | undefined): value is Known {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isWhollyKnown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return false;
  if (typeof value !== "object" || value === null) return true;
  return (Object.values(value) as readonly Value[]).every(isWhollyKnown);
}

function objectOf(value: Value | undefined): ValueObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as ValueObject) : undefined;
}

function objects(value: Value | undefined): readonly (readonly [number, ValueObject])[] {
  return list(value).flatMap((item, index) => {
    const object = objectOf(item);
    return object === undefined ? [] : [[index, object] as const];
  });
}

function scalars(value: Value | undefined): readonly (readonly [number, Known])[] {
  return list(value).flatMap((item, index) => (isKnown(item) ? [[index, item] as const] : []));
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

function matches(code: string, pattern: RegExp, allowed: string): Rule {
  return { code, holds: (value) => pattern.test(String(value)), allowed };
}

function oneOf(code: string, ...values: readonly string[]): Rule {
  return { code, holds: (value) => values.includes(String(value)), allowed: values.join(", ") };
}

function whole(code: string, min: number, max: number): Rule {
  return {
    code,
    holds: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
    allowed: `a whole number from ${min} to ${max}`,
  };
}

function isMtu(value: Known): boolean {
  return Number.isInteger(value) && (value === 1 || (Number(value) >= 576 && Number(value) <= 65_520));
}

function isAddress(value: Known): boolean {
  const [address = "", prefix, ...rest] = String(value).split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
