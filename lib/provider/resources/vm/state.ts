import type { ModelOf, PlannedOf } from "../../framework/model";
import { UNKNOWN } from "../../framework/values";
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

/** `slipway_vm` as it is planned. */
export type PlannedVm = PlannedOf<typeof schema>;

/** The same when it is applied: what the provider itself sets may be unknown still. */
export type AppliedVm = PlannedOf<typeof schema, never>;

/** The state that a plan comes to, with what the provider sets. */
export function plannedState(
  planned: AppliedVm,
  { current_node, smbios_uuid }: Pick<VmState, "current_node" | "smbios_uuid">,
): VmState {
  const { ha, started } = planned;
  return {
    ...planned,
    current_node,
    smbios_uuid,
    ha: ha === null ? null : { ...ha, state: haStateOf(ha.state, started) },
  };
}

/** What the cluster keeps a VM in unless it is told: running or not, as is planned. */
export function haStateOf(state: string | typeof UNKNOWN, started: boolean): string {
  if (state !== UNKNOWN) return state;
  return started ? "started" : "stopped";
}
