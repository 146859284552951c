import { isIPv4 } from "node:net";
import type { FileView } from "./file-view";
import type { Nic } from "./hardware";
import { readUnitFile, valueOf, type UnitFile } from "./unit-file";

/** A static address, and the card that has it. */
export interface StaticAddress {
  readonly address: string;
  readonly nic: Nic;
}

const directory = "/etc/NetworkManager/system-connections";

/** The address that NetworkManager gives the machine by its keyfiles; undefined if it would ask DHCP. Tells why it skips one. */
export function staticAddress(
  view: FileView,
  nics: readonly Nic[],
  log: (line: string) => void,
): StaticAddress | undefined {
  for (const name of view.isDirectory(directory) ? view.list(directory) : []) {
    const node = view.find(`${directory}/${name}`);
    if (node?.kind !== "file" || !name.endsWith(".nmconnection")) continue;
    if ((node.mode & 0o077) !== 0) {
      log(`NetworkManager: ${name}: permissions are too open, the connection is ignored`);
      continue;
    }
    const file = readUnitFile(node.data.toString("utf8"));
    const address = addressOf(file);
    const nic = nics.find((card) => isFor(file, card));
    if (valueOf(file, "connection", "autoconnect") === "false" || address === undefined) continue;
    if (nic !== undefined) return { address, nic };
    log(`NetworkManager: ${name}: no device fits the connection`);
  }
  return undefined;
}

function addressOf(file: UnitFile): string | undefined {
  if (valueOf(file, "ipv4", "method") !== "manual") return undefined;
  const value =
    valueOf(file, "ipv4", "address1") ?? valueOf(file, "ipv4", "addresses") ?? valueOf(file, "ipv4", "address");
  const address = value?.split(/[/,;]/)[0];
  return address !== undefined && isIPv4(address) ? address : undefined;
}

function isFor(file: UnitFile, nic: Nic): boolean {
  const name = valueOf(file, "connection", "interface-name");
  const mac = valueOf(file, "ethernet", "mac-address");
  const pattern = valueOf(file, "match", "interface-name");
  return (
    (name === undefined || name === nic.name) &&
    (mac === undefined || mac.toLowerCase() === nic.mac) &&
    (pattern === undefined || pattern.split(/[;,]/).some((item) => fits(nic.name, item.trim())))
  );
}

function fits(name: string, pattern: string): boolean {
  return pattern !== "" && (pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern);
}
