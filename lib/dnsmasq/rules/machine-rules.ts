import { shorten } from "../../values/check";
import type { Problem } from "../../values/config-error";
import { isHostIn } from "../address-range";
import type { DhcpConfig } from "../schema";
import { known } from "./known";
import { rangeOf } from "./network-rules";

/** What is wrong with machines that have addresses of their own, and with whom the server answers. */
export function machineProblems(config: DhcpConfig): readonly Problem[] {
  return [...nobodyProblems(config), ...outsideProblems(config), ...duplicateProblems(config)];
}

function nobodyProblems({ clients = "known", guests, reservations }: DhcpConfig): readonly Problem[] {
  if (clients !== "known" || guests !== undefined || reservations !== undefined) return [];
  return [
    {
      code: "dnsmasq/nobody-known",
      severity: "error",
      path: ["clients"],
      what: "only known machines are answered, and there are none",
      fix: "say where the guests' files are, reserve addresses, or answer all",
    },
  ];
}

function outsideProblems({ subnets, reservations = [] }: DhcpConfig): readonly Problem[] {
  const ranges = subnets.map(rangeOf);
  // One that is not known yet may be the right one.
  if (ranges.includes(undefined)) return [];
  const routers = subnets.map(({ router }) => known(router));
  return reservations.flatMap(({ address }, index): readonly Problem[] => {
    const own = known(address);
    const path = ["reservations", index, "address"];
    if (own === undefined) return [];
    if (!ranges.some((range) => range !== undefined && isHostIn(range, own))) {
      return [
        {
          code: "dnsmasq/address-outside-subnets",
          severity: "error",
          path,
          what: "the address is in none of the subnets, so it is never given",
          got: shorten(own),
          fix: "choose an address of a subnet, or add the subnet",
        },
      ];
    }
    if (!routers.includes(own)) return [];
    return [
      {
        code: "dnsmasq/address-of-router",
        severity: "error",
        path,
        what: "this is the address of the subnet's router",
        got: shorten(own),
        fix: "choose another address",
      },
    ];
  });
}

function duplicateProblems({ reservations = [] }: DhcpConfig): readonly Problem[] {
  const keys = ["mac", "address", "hostname"] as const;
  return keys.flatMap((key) => {
    const values = reservations.map((one) => known(one[key])?.toLowerCase());
    return values.flatMap((value, index): readonly Problem[] => {
      if (value === undefined || values.indexOf(value) === index) return [];
      return [
        {
          code: "dnsmasq/duplicate-reservation",
          severity: "error",
          path: ["reservations", index, key],
          what: `reservation ${values.indexOf(value)} has it already`,
          got: shorten(value),
          fix: "give each machine values of its own",
        },
      ];
    });
  });
}
