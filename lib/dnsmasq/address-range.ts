/** An IPv4 address that is known to be one, as a number. */
export function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Length of the network part of a netmask; undefined where the mask has holes, so that it is none. */
export function prefixOf(netmask: string): number | undefined {
  const hosts = 2 ** 32 - numberOf(netmask);
  const bits = Math.log2(hosts);
  return Number.isInteger(bits) ? 32 - bits : undefined;
}

/** Addresses from one to another, both included. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** All addresses of a network, the first and the last included. */
export function networkRange(network: string, netmask: string): AddressRange {
  const first = numberOf(network);
  return { first, last: first + 2 ** 32 - numberOf(netmask) - 1 };
}

export function overlap(a: AddressRange, b: AddressRange): boolean {
  return a.first <= b.last && b.first <= a.last;
}

export function holds(range: AddressRange, address: string): boolean {
  const number = numberOf(address);
  return range.first <= number && number <= range.last;
}

/** Whether a machine may have the address: in the network, and neither its first nor its last. */
export function isHostIn(range: AddressRange, address: string): boolean {
  const number = numberOf(address);
  const narrow = range.last - range.first < 2;
  return holds(range, address) && (narrow || (number !== range.first && number !== range.last));
}
