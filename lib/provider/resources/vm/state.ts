import type { ModelOf } from "../../framework/model";
import type { ValueObject } from "../../framework/values";
import type { schema } from "./schema";

/** `slipway_vm` as its schema says, with nothing unknown. Names are the schema's. */
export type VmState = ModelOf<typeof schema>;

export type Disk = NonNullable<VmState["disks"]>[number];
export type DiskLimits = NonNullable<Disk["limits"]>;
export type EfiDisk = NonNullable<VmState["efi_disk"]>;
export type TpmState = NonNullable<VmState["tpm_state"]>;
export type Rng = NonNullable<VmState["rng"]>;
export type Vga = NonNullable<VmState["vga"]>;
export type Watchdog = NonNullable<VmState["watchdog"]>;
export type Cdrom = NonNullable<VmState["cdrom"]>;
export type NetworkDevice = NonNullable<VmState["network_devices"]>[number];
export type Firewall = NonNullable<VmState["firewall"]>;
export type Startup = NonNullable<VmState["startup"]>;
export type Ha = NonNullable<VmState["ha"]>;

/**
 * Takes values for what the framework has made sure they are: complete, and typed as the schema says.
 *
 * Only the attributes that the provider itself sets may still be unknown, and {@link VmState} of a plan is not
 * asked for those.
 */
export function vmState(values: ValueObject): VmState {
  return values as unknown as VmState;
}
