import { writeFlatIso } from "./iso-writer/write";

/** What a guest of platform `proxmoxve` is told at its first boot. */
export interface Cidata {
  /** The rendered Ignition config: `/user-data`, which Ignition takes if it is JSON. */
  readonly ignition: Buffer;

  /** Tells Afterburn one machine from the next: letters, digits and dashes. */
  readonly instanceId: string;
}

/** As Ignition (2.26) and Afterburn (5.10) look for it among the disks. */
const LABEL = "cidata";

/**
 * Writes the disk that hands an Ignition config to a guest which boots Fedora CoreOS's `proxmoxve` image.
 *
 * Ignition reads `/user-data`. Afterburn reads all four files and fails where one is missing: so the network is said to
 * be configured by nobody, and the vendor to have nothing to say. The same input gives the same bytes.
 */
export function writeCidataIso({ ignition, instanceId }: Cidata): Buffer {
  return writeFlatIso(LABEL, [
    { name: "user-data", shortName: "USERDATA", content: ignition },
    { name: "meta-data", shortName: "METADATA", content: Buffer.from(`instance-id: "${instanceId}"\n`) },
    { name: "vendor-data", shortName: "VENDDATA", content: Buffer.from("{}\n") },
    { name: "network-config", shortName: "NETCONFG", content: Buffer.from("version: 1\nconfig: []\n") },
  ]);
}
