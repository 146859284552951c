import { prefixOf } from "../address-range";
import { subnetTag } from "../client-architecture";
import type { Subnet } from "../schema";
import { text } from "./text";

/** The ranges of all subnets, whether or not it lends any. */
export function rangeLines(subnets: readonly Subnet[]): readonly string[] {
  return subnets.flatMap((subnet) => {
    const conditions = [
      ...(subnet.interface === undefined ? [] : [`tag:${subnet.interface}`]),
      ...(subnet.name === undefined ? [] : [`set:${subnetTag(subnet.name)}`]),
    ];
    const range = (first: unknown, last: unknown, leaseTime: unknown): string =>
      `dhcp-range=${[...conditions, text(first), text(last), text(subnet.netmask), text(leaseTime)].join(",")}`;
    if (subnet.pools === undefined) return [range(subnet.network, "static", subnet.leaseTime)];
    return subnet.pools.map(({ first, last, leaseTime }) => range(first, last, leaseTime ?? subnet.leaseTime));
  });
}

/** What machines of a subnet are told. */
export function subnetLines(subnet: Subnet): readonly string[] {
  const { name, router, dnsServers = [], ntpServers, domain, searchDomains, mtu } = subnet;
  const tag = name === undefined ? [] : [`tag:${subnetTag(name)}`];
  const option = (option: string, values: readonly unknown[]): string =>
    `dhcp-option=${[...tag, `option:${option}`, ...values.map(text)].join(",")}`;
  return [
    // Without a value dnsmasq would name itself.
    option("router", router === undefined ? [] : [router]),
    option("dns-server", dnsServers),
    ...(ntpServers === undefined ? [] : [option("ntp-server", ntpServers)]),
    ...(domain === undefined ? [] : [domainLine(subnet, text(domain))]),
    ...(searchDomains === undefined ? [] : [option("domain-search", searchDomains)]),
    ...(mtu === undefined ? [] : [option("mtu", [mtu])]),
  ];
}

function domainLine({ name, network, netmask }: Subnet, domain: string): string {
  return name === undefined ? `domain=${domain}` : `domain=${domain},${text(network)}/${prefixOf(text(netmask))}`;
}
