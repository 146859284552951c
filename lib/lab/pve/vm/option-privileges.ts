import { failure } from "../api-error";

/** What an option of a VM needs on the VM or its pool. */
interface Requirement {
  readonly options: RegExp;
  readonly privileges: readonly string[];

  /** One of the privileges is enough. */
  readonly any?: true;
}

/** The checks that Proxmox makes in its code, option by option: its API description does not tell them. */
const requirements: readonly Requirement[] = [
  { options: /^(cores|cpu|sockets|vcpus|numa\d*|cpulimit|cpuunits|smp)$/, privileges: ["VM.Config.CPU"] },
  { options: /^(memory|balloon|shares|allow-ksm)$/, privileges: ["VM.Config.Memory"] },
  {
    options: /^(acpi|hotplug|kvm|machine|scsihw|smbios1|tablet|vga|watchdog|audio0|rng0|serial\d+)$/,
    privileges: ["VM.Config.HWType"],
  },
  {
    options: /^(agent|autostart|bios|description|keyboard|localtime|name|onboot|ostype|protection|reboot|startdate)$/,
    privileges: ["VM.Config.Options"],
  },
  { options: /^(template|tags|startup)$/, privileges: ["VM.Config.Options"] },
  { options: /^(boot|bootdisk|vmstatestorage)$/, privileges: ["VM.Config.Disk"] },
  { options: /^(ide|sata|scsi|virtio|unused|efidisk|tpmstate)\d+$/, privileges: ["VM.Config.Disk"] },
  { options: /^net\d+$/, privileges: ["VM.Config.Network"] },
  {
    options: /^(ipconfig\d+|ciuser|cipassword|citype|ciupgrade|cicustom|nameserver|searchdomain|sshkeys)$/,
    privileges: ["VM.Config.Cloudinit", "VM.Config.Network"],
    any: true,
  },
  { options: /^freeze$/, privileges: ["VM.PowerMgmt"] },
];

/** Finds what an option needs; options that are in no list may be set by `root` with a password only, so by nobody here. */
export function requirementOf(option: string): { privileges: readonly string[]; any: boolean } {
  const found = requirements.find(({ options }) => options.test(option));
  if (found === undefined) {
    throw failure(`only root can set '${option}' config`);
  }
  return { privileges: found.privileges, any: found.any ?? false };
}
