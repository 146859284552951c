import { z } from "zod";

/** A guest, as the `guests` stack's output tells of it. */
export interface GuestRow {
  readonly name: string;
  readonly vmId: number;
  readonly node: string;
  readonly address: string;
  readonly release: string;
  /** Seconds; null if it had been installed before. */
  readonly installedIn: number | null;
  readonly sshHostKeyFingerprint: string;
}

const outputs = z.object({
  guests: z.record(
    z.string(),
    z.object({
      vm_id: z.number(),
      node: z.string(),
      address: z.string(),
      release: z.string(),
      installed_in: z.number().nullable(),
      ssh_host_key_fingerprint: z.string(),
    }),
  ),
});

/** Reads the output `guests` of the example stack, in the order of the VM ids. */
export function readGuests(value: unknown): readonly GuestRow[] {
  return Object.entries(outputs.parse(value).guests)
    .map(([name, guest]) => ({
      name,
      vmId: guest.vm_id,
      node: guest.node,
      address: guest.address,
      release: guest.release,
      installedIn: guest.installed_in,
      sshHostKeyFingerprint: guest.ssh_host_key_fingerprint,
    }))
    .sort((a, b) => a.vmId - b.vmId);
}
