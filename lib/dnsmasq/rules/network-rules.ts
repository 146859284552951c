import { shorten } from "../../values/check";
import type { Path, Problem } from "../../values/config-error";
import type { MaybeLate } from "../../values/late";
import { numberOf, networkRange, overlap, prefixOf, type AddressRange } from "../address-range";
import { known } from "./known";

interface Network {
  readonly network: MaybeLate<string>;
  readonly netmask: MaybeLate<string>;
}

/** The addresses of a network, if both of its values are known and sound. */
export function rangeOf({ network, netmask }: Network): AddressRange | undefined {
  const first = known(network);
  const mask = known(netmask);
  if (first === undefined || mask === undefined || prefixOf(mask) === undefined) return undefined;
  const range = networkRange(first, mask);
  return numberOf(first) % (range.last - range.first + 1) === 0 ? range : undefined;
}

/** What is wrong with networks by themselves, and with each beside those before it. */
export function networkProblems(networks: readonly Network[], path: Path): readonly Problem[] {
  return networks.flatMap((network, index) => [
    ...maskProblems(network, [...path, index]),
    ...networks.slice(0, index).flatMap((other) => overlapProblems(other, network, [...path, index, "network"])),
  ]);
}

function maskProblems({ network, netmask }: Network, path: Path): readonly Problem[] {
  const mask = known(netmask);
  if (mask === undefined) return [];
  const prefix = prefixOf(mask);
  if (prefix === undefined || prefix > 30) {
    return [
      {
        code: "dnsmasq/not-a-netmask",
        severity: "error",
        path: [...path, "netmask"],
        what: "no network of machines has this mask",
        got: shorten(mask),
        allowed: "one bits, then zero bits, of which at least two",
        fix: "write it as 255.255.255.0",
      },
    ];
  }
  const first = known(network);
  if (first === undefined || numberOf(first) % 2 ** (32 - prefix) === 0) return [];
  return [
    {
      code: "dnsmasq/not-a-network",
      severity: "error",
      path: [...path, "network"],
      what: "this is an address within a network, not its first one",
      got: shorten(first),
      allowed: `the first address of a network with the mask ${mask}`,
      fix: "clear the bits that the mask leaves to machines",
    },
  ];
}

function overlapProblems(other: Network, network: Network, path: Path): readonly Problem[] {
  const [one, two] = [rangeOf(other), rangeOf(network)];
  if (one === undefined || two === undefined || !overlap(one, two)) return [];
  return [
    {
      code: "dnsmasq/networks-overlap",
      severity: "error",
      path,
      what: `the network shares addresses with ${shorten(known(other.network))}`,
      got: shorten(known(network.network)),
      fix: "name each address in one network only",
    },
  ];
}
