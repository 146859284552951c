import type { ProxmoxApi } from "../proxmox/api";

/**
 * The files that this run has put in place, or has found in place. If a resource was replaced by one with the same
 * inputs, both name one file, and the old one's removal comes last.
 */
const keptBy = new WeakMap<ProxmoxApi, Set<string>>();

/** Volume ids that must not be deleted any more in this run. */
export function kept(api: ProxmoxApi): Set<string> {
  const present = keptBy.get(api) ?? new Set<string>();
  keptBy.set(api, present);
  return present;
}
