import type { ValueObject } from "../../framework/values";

/** `slipway_vm` as its schema says, with nothing unknown. Names are the schema's. */
export type VmState = {
  readonly vm_id: number;
  readonly name: string;
  readonly node_name: string;
  readonly description: string | null;
  readonly tags: readonly string[] | null;
  readonly pool_id: string | null;
  readonly cores: number;
  readonly cpu_type: string;
  readonly memory_mib: number;
  readonly bios: string;
  readonly machine: string | null;
  readonly scsi_hardware: string;
  readonly on_boot: boolean;
  readonly started: boolean;
  readonly protection: boolean;
  readonly serial_device: boolean;
  readonly rng: boolean;
  readonly boot_order: readonly string[];
  readonly disks: readonly Disk[] | null;
  readonly efi_disk: EfiDisk | null;
  readonly cdrom: Cdrom | null;
  readonly network_devices: readonly NetworkDevice[] | null;
  readonly firewall: Firewall | null;
  readonly startup: Startup | null;
  readonly shutdown_timeout: number;
  readonly current_node: string;
  readonly smbios_uuid: string;
};

export type Disk = {
  readonly interface: string;
  readonly datastore_id: string;
  readonly size_gib: number;
  readonly serial: string | null;
  readonly discard: boolean;
  readonly iothread: boolean;
  readonly backup: boolean;
};

export type EfiDisk = { readonly datastore_id: string; readonly pre_enrolled_keys: boolean };

export type Cdrom = { readonly interface: string; readonly volume_id: string };

export type NetworkDevice = {
  readonly bridge: string;
  readonly mac_address: string;
  readonly model: string;
  readonly vlan_id: number | null;
  readonly mtu: number | null;
  readonly firewall: boolean;
  readonly addresses: readonly string[] | null;
};

export type Firewall = {
  readonly enabled: boolean;
  readonly mac_filter: boolean;
  readonly ip_filter: boolean;
  readonly dhcp: boolean;
  readonly input_policy: string;
  readonly output_policy: string;
};

export type Startup = { readonly order: number; readonly up_delay: number | null; readonly down_delay: number | null };

/**
 * Takes values for what the framework has made sure they are: complete, and typed as the schema says.
 *
 * Only the two attributes that the provider itself sets may still be unknown, and {@link VmState} of a plan is not
 * asked for those.
 */
export function vmState(values: ValueObject): VmState {
  return values as unknown as VmState;
}
