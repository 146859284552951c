import { z } from "zod";
import { refuse, shorten } from "./check";

/** An Ethernet address that one machine can have: six pairs of hex digits, neither of a group nor all zero. */
export const macAddressSchema = z.string().superRefine((mac, context) => {
  if (!/^(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/.test(mac)) {
    refuse(context, {
      code: "mac-address/not-a-mac",
      what: "this is not an Ethernet address",
      got: shorten(mac),
      allowed: "six pairs of hex digits with colons between",
      fix: "write it as BC:24:11:00:00:66",
    });
  } else if (Number.parseInt(mac.slice(0, 2), 16) % 2 === 1 || mac === "00:00:00:00:00:00") {
    refuse(context, {
      code: "mac-address/not-unicast",
      what: "no single machine can have this Ethernet address",
      got: shorten(mac),
      allowed: "an address whose first pair is even, and not all zero",
      fix: "choose another one, such as one that begins with BC:24:11",
    });
  }
});

/** As Proxmox and our files write it. */
export function upperCaseMac(mac: string): string {
  return mac.toUpperCase();
}
