import { optionalFlag, optionalText } from "../parameters/parameter";
import type { Parameter, Parameters, PropertyFormat } from "../parameters/parameter";
import { display, efiDisk, guestAgent, ideDisk, machine, memory, nic, sataDisk, scsiDisk } from "./formats";
import { tpmState, unusedDisk, virtioDisk } from "./formats";

/** What can be configured of a VM, when it is made and later. Options that nobody here needs are not served. */
export const vmOptions: Parameters = {
  acpi: optionalFlag,
  affinity: optionalText,
  agent: list(guestAgent),
  "allow-ksm": optionalFlag,
  arch: oneOf("x86_64", "aarch64"),
  args: optionalText,
  autostart: optionalFlag,
  balloon: { type: "integer", optional: true, minimum: 0 },
  bios: oneOf("seabios", "ovmf"),
  boot: { type: "string", optional: true, format: "pve-qm-boot" },
  cicustom: optionalText,
  cipassword: optionalText,
  citype: oneOf("configdrive2", "nocloud", "opennebula"),
  ciupgrade: optionalFlag,
  ciuser: optionalText,
  cores: { type: "integer", optional: true, minimum: 1 },
  cpu: { type: "string", optional: true, format: "pve-vm-cpu-conf" },
  cpulimit: { type: "number", optional: true, minimum: 0, maximum: 128 },
  cpuunits: { type: "integer", optional: true, minimum: 1, maximum: 262_144 },
  description: { type: "string", optional: true, maxLength: 8192 },
  efidisk0: list(efiDisk),
  freeze: optionalFlag,
  hookscript: { type: "string", optional: true, format: "pve-volume-id" },
  hotplug: { type: "string", optional: true, format: "pve-hotplug-features" },
  "ide[n]": list(ideDisk),
  "ipconfig[n]": optionalText,
  keyboard: {
    type: "string",
    optional: true,
    enum: "de,de-ch,da,en-gb,en-us,es,fi,fr,fr-be,fr-ca,fr-ch,hu,is,it,ja,lt,mk,nl,no,pl,pt,pt-br,sv,sl,tr".split(","),
  },
  kvm: optionalFlag,
  localtime: optionalFlag,
  lock: oneOf(
    "backup",
    "clone",
    "create",
    "migrate",
    "rollback",
    "snapshot",
    "snapshot-delete",
    "suspending",
    "suspended",
  ),
  machine: list(machine),
  memory: list(memory),
  name: { type: "string", optional: true, format: "dns-name" },
  nameserver: optionalText,
  "net[n]": list(nic),
  numa: optionalFlag,
  onboot: optionalFlag,
  ostype: {
    type: "string",
    optional: true,
    enum: "other,wxp,w2k,w2k3,w2k8,wvista,win7,win8,win10,win11,l24,l26,solaris".split(","),
  },
  protection: optionalFlag,
  reboot: optionalFlag,
  rng0: { type: "string", optional: true, format: "pve-qm-rng" },
  "sata[n]": list(sataDisk),
  "scsi[n]": list(scsiDisk),
  scsihw: oneOf("lsi", "lsi53c810", "virtio-scsi-pci", "virtio-scsi-single", "megasas", "pvscsi"),
  searchdomain: optionalText,
  "serial[n]": { type: "string", optional: true, pattern: "(/dev/.+|socket)" },
  shares: { type: "integer", optional: true, minimum: 0, maximum: 50_000 },
  smbios1: { type: "string", optional: true, format: "pve-qm-smbios1", maxLength: 512 },
  sockets: { type: "integer", optional: true, minimum: 1 },
  sshkeys: { type: "string", optional: true, format: "urlencoded" },
  startup: { type: "string", optional: true, format: "pve-startup-order" },
  tablet: optionalFlag,
  tags: { type: "string", optional: true, format: "pve-tag-list" },
  template: optionalFlag,
  tpmstate0: list(tpmState),
  "unused[n]": list(unusedDisk),
  vcpus: { type: "integer", optional: true, minimum: 1 },
  vga: list(display),
  "virtio[n]": list(virtioDisk),
  vmgenid: {
    type: "string",
    optional: true,
    pattern: "(?:[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}|[01])",
  },
  watchdog: { type: "string", optional: true, format: "pve-qm-watchdog" },
};

function list(format: PropertyFormat): Parameter {
  return { type: "string", optional: true, format };
}

function oneOf(...values: string[]): Parameter {
  return { type: "string", optional: true, enum: values };
}
