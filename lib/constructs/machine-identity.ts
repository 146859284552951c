import type { IgnitionConfig as IgnitionData } from "../ignition/schema";
import type { Subnet } from "./subnet";

/** What makes a machine this one: its name and its address. */
export interface MachineIdentity {
  readonly hostname: string;
  readonly address: string;
  readonly subnet: Subnet;
  /** Name of the file with its network connection. */
  readonly connection: string;
  /** Public keys that may log in as `core`. */
  readonly sshAuthorizedKeys: readonly string[];
}

/** The part of an Ignition config that holds a machine's name, address and administrators. */
export function machineIdentity({
  hostname,
  address,
  subnet,
  connection,
  sshAuthorizedKeys,
}: MachineIdentity): IgnitionData {
  return {
    ...(sshAuthorizedKeys.length === 0
      ? {}
      : { passwd: { users: [{ name: "core", sshAuthorizedKeys: [...sshAuthorizedKeys] }] } }),
    storage: {
      files: [
        { path: "/etc/hostname", mode: 0o644, contents: `${hostname}\n` },
        {
          path: `/etc/NetworkManager/system-connections/${connection}.nmconnection`,
          mode: 0o600,
          contents: keyfile(connection, address, subnet),
        },
      ],
    },
  };
}

/** A static address in NetworkManager's own format. */
function keyfile(connection: string, address: string, subnet: Subnet): string {
  const { domain, searchDomains } = subnet;
  const searched = searchDomains.length > 0 || domain === undefined ? searchDomains : [domain];
  return `[connection]
id=${connection}
type=ethernet
autoconnect-priority=1

[ipv4]
method=manual
address1=${address}/${subnet.cidr.prefix},${subnet.gateway}
dns=${list(subnet.dnsServers)}
${searched.length === 0 ? "" : `dns-search=${list(searched)}\n`}
[ipv6]
method=disabled
`;
}

function list(values: readonly string[]): string {
  return values.map((value) => `${value};`).join("");
}
