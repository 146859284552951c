import type { InstallationState } from "./model";

/** The guest that is waited for. */
export interface Guest {
  readonly name: string;
  readonly vmId: number;

  /** Lower-case, as dnsmasq logs it. */
  readonly mac: string;
  readonly address: string;
  readonly nonce: string;

  /** SMBIOS UUID of its VM, in lower case. What another VM with the same id has said is not the guest's word. */
  readonly machine: string;
}

export function guestOf(
  state: Pick<InstallationState, "name" | "vm_id" | "mac_address" | "address" | "nonce" | "machine">,
): Guest {
  const { name, vm_id: vmId, mac_address: mac, address, nonce, machine } = state;
  return { name, vmId, mac: mac.toLowerCase(), address, nonce, machine };
}

/** Folder with one report for each boot of the installed guest. */
export function reportsFolder({ vmId, nonce, machine }: Guest): string {
  return `/reports/${vmId}/${nonce}/${machine}`;
}

/** Folder with what the guest said on its way, one file for each stage. */
export function logFolder({ vmId, nonce, machine }: Guest): string {
  return `/log/${vmId}/${nonce}/${machine}`;
}

export const DNSMASQ_LOG = "/log/dnsmasq.log";
export const HTTP_LOG = "/log/http.log";
