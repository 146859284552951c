import { shorten } from "../../values/check";
import type { Path, Problem } from "../../values/config-error";
import { holds, isHostIn, numberOf, overlap, type AddressRange } from "../address-range";
import type { DhcpConfig, Subnet } from "../schema";
import { known } from "./known";
import { rangeOf } from "./network-rules";

type Pool = NonNullable<Subnet["pools"]>[number];

/** What is wrong with the pools, the router and the names of subnets. */
export function subnetProblems({ subnets, interfaces }: DhcpConfig): readonly Problem[] {
  const patterns = interfaces.map(known);
  return subnets.flatMap((subnet, index) => {
    const path: Path = ["subnets", index];
    return [
      ...nameProblems(subnets, index, path),
      ...interfaceProblems(subnet, patterns, path),
      ...routerProblems(subnet, path),
      ...poolProblems(subnet, path),
      ...searchProblems(subnet, path),
    ];
  });
}

function nameProblems(subnets: readonly Subnet[], index: number, path: Path): readonly Problem[] {
  const name = subnets[index]?.name;
  if (name === undefined) {
    if (subnets.length === 1) return [];
    return [
      error("dnsmasq/unnamed-subnet", [...path, "name"], {
        what: "where there are several subnets, what their machines are told is told apart by names",
        fix: "give the subnet a name",
      }),
    ];
  }
  if (subnets.findIndex((other) => other.name === name) === index) return [];
  return [
    error("dnsmasq/duplicate-subnet", [...path, "name"], {
      what: "another subnet has this name",
      got: shorten(name),
      fix: "rename one of them",
    }),
  ];
}

function interfaceProblems(subnet: Subnet, patterns: readonly (string | undefined)[], path: Path): readonly Problem[] {
  const name = subnet.interface;
  const served = patterns.some(
    (pattern) =>
      pattern === undefined ||
      pattern === name ||
      (pattern.endsWith("*") && name?.startsWith(pattern.slice(0, -1)) === true),
  );
  if (name === undefined || served) return [];
  return [
    error("dnsmasq/unserved-interface", [...path, "interface"], {
      what: "dnsmasq does not listen on this interface",
      got: shorten(name),
      fix: "name it among the interfaces as well",
    }),
  ];
}

function routerProblems(subnet: Subnet, path: Path): readonly Problem[] {
  const range = rangeOf(subnet);
  const router = known(subnet.router);
  if (range === undefined || router === undefined) return [];
  if (!isHostIn(range, router)) {
    return [
      error("dnsmasq/router-outside-subnet", [...path, "router"], {
        what: "machines of the subnet cannot reach this router",
        got: shorten(router),
        fix: "name the router's address within the subnet",
      }),
    ];
  }
  return (subnet.pools ?? []).flatMap((pool, index) => {
    const lent = poolRange(pool);
    if (lent === undefined || !holds(lent, router)) return [];
    return [
      error("dnsmasq/router-in-pool", [...path, "pools", index], {
        what: `the router's address, ${router}, would be lent to machines`,
        fix: "leave it out of the pool",
      }),
    ];
  });
}

function poolProblems(subnet: Subnet, path: Path): readonly Problem[] {
  const range = rangeOf(subnet);
  const pools = subnet.pools ?? [];
  return pools.flatMap((pool, index) => {
    const place = [...path, "pools", index];
    const lent = poolRange(pool);
    const outside = (["first", "last"] as const).flatMap((end) => outsideProblems(range, pool, end, place));
    if (lent === undefined) return outside;
    if (lent.last < lent.first) {
      return [
        ...outside,
        error("dnsmasq/pool-backwards", place, {
          what: "the pool ends before it begins",
          got: `${known(pool.first)} to ${known(pool.last)}`,
          fix: "swap the two addresses",
        }),
      ];
    }
    const shared = pools.slice(0, index).some((other) => sharesWith(lent, poolRange(other)));
    const overlapping = error("dnsmasq/pools-overlap", place, {
      what: "the pool shares addresses with one before it",
      got: `${known(pool.first)} to ${known(pool.last)}`,
      fix: "name each address in one pool only",
    });
    return shared ? [...outside, overlapping] : outside;
  });
}

function outsideProblems(
  range: AddressRange | undefined,
  pool: Pool,
  end: "first" | "last",
  place: Path,
): readonly Problem[] {
  const address = known(pool[end]);
  if (range === undefined || address === undefined || isHostIn(range, address)) return [];
  return [
    error("dnsmasq/pool-outside-subnet", [...place, end], {
      what: "no machine of the subnet can have this address",
      got: shorten(address),
      fix: "choose an address of the subnet, and neither its first nor its last",
    }),
  ];
}

/** Compressed or not, they have to fit into one option of 255 bytes. */
function searchProblems({ searchDomains = [] }: Subnet, path: Path): readonly Problem[] {
  const domains = searchDomains.map(known).filter((domain) => domain !== undefined);
  const bytes = domains.reduce((sum, domain) => sum + domain.length + 2, 0);
  if (bytes <= 255) return [];
  return [
    error("dnsmasq/option-too-long", [...path, "searchDomains"], {
      what: "the domains do not fit into one DHCP option",
      got: `${bytes} bytes`,
      allowed: "255 bytes, of which each domain takes two more than its length",
      fix: "name fewer domains",
    }),
  ];
}

function poolRange(pool: Pool): AddressRange | undefined {
  const [first, last] = [known(pool.first), known(pool.last)];
  return first === undefined || last === undefined ? undefined : { first: numberOf(first), last: numberOf(last) };
}

function sharesWith(one: AddressRange, other: AddressRange | undefined): boolean {
  return other !== undefined && overlap(one, other);
}

function error(code: string, path: Path, rest: Pick<Problem, "what" | "got" | "allowed" | "fix">): Problem {
  return { code, severity: "error", path, ...rest };
}
