import type { PartOf } from "../../framework/model";
import { failure } from "../../framework/values";
import type { schema } from "./schema";
import type { VmState } from "./state";

/** A VM of which only the id is known: reading fills in the rest. */
export function importVm(id: string): VmState {
  if (!/^[1-9]\d{2,8}$/.test(id)) {
    throw failure(`Unable to import VM "${id}"`, "The id of a VM is a number from 100 to 999999999.");
  }
  return withId(Number(id));
}

/** A whole state as it is. One that holds hardly more than an id, as after an import by identity or a move, is filled up. */
export function completed(state: PartOf<typeof schema>): VmState {
  const given = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null));
  return { ...withId(Number(state.vm_id)), ...given };
}

function withId(vmId: number): VmState {
  return {
    vm_id: vmId,
    name: String(vmId),
    node_name: "",
    description: null,
    tags: null,
    pool_id: null,
    cores: 1,
    sockets: 1,
    cpu_type: "",
    cpu_limit: null,
    cpu_units: null,
    numa: false,
    memory_mib: 0,
    memory_minimum_mib: null,
    bios: "",
    machine: null,
    scsi_hardware: "",
    on_boot: false,
    started: true,
    protection: false,
    boot_order: [],
    disks: null,
    serial_ports: 0,
    rng: null,
    vga: null,
    watchdog: null,
    efi_disk: null,
    tpm_state: null,
    cdrom: null,
    network_devices: null,
    firewall: null,
    startup: null,
    ha: null,
    shutdown_timeout: 60,
    current_node: "",
    smbios_uuid: "",
  };
}
