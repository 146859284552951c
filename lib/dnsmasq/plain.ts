import { z } from "zod";
import { refuse, shorten } from "../values/check";

/** dnsmasq has commas, quotes, `#` and line ends for its own purposes; texts are refused unless they are free of them. */
export function plain(pattern: RegExp, allowed: string): z.ZodType<string> {
  return z.string().superRefine((text, context) => {
    if (pattern.test(text)) return;
    refuse(context, {
      code: "dnsmasq/invalid-value",
      what: "the value does not fit here",
      got: shorten(text),
      allowed,
      fix: "correct the value",
    });
  });
}

/** dnsmasq cuts a line after 1,024 bytes and reads the rest as another one: no value may make one that long. */
export const path = plain(
  /^\/[A-Za-z0-9._@+/-]{0,254}$/,
  "an absolute path of letters, digits and `._@+-`, up to 255 characters",
);

/** The field of a DHCP message that it travels in has 128 bytes, of which the last is zero. */
export const LONGEST_BOOT_FILE = 127;

export const bootFile = plain(
  /^[A-Za-z0-9][A-Za-z0-9._/-]{0,126}$/,
  "a file name of letters, digits and `._-`, up to 127 characters",
);

/** A name that the kernel gives: it stands for one interface. */
export const interfaceName = plain(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/, "the name of a network interface");

/** One interface, or all whose names begin like this. */
export const interfacePattern = plain(
  /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}\*?$/,
  "the name of a network interface; a `*` may end it",
);

const LEASE = /^([1-9]\d{0,8})([mhdw]?)$/;
const SECONDS: Readonly<Record<string, number>> = { "": 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SHORTEST = 120;
/** What fits the number that dnsmasq reckons with. */
const LONGEST = 2 ** 31 - 1;

/** How long an address is lent: `infinite`, or a number of seconds, minutes, hours, days or weeks. */
export const leaseTime = z.string().superRefine((text, context) => {
  if (text === "infinite") return;
  const [, number = "", unit = ""] = LEASE.exec(text) ?? [];
  const seconds = Number(number) * (SECONDS[unit] ?? 0);
  if (seconds >= SHORTEST && seconds <= LONGEST) return;
  refuse(context, {
    code: "dnsmasq/invalid-lease-time",
    what: "addresses cannot be lent for that long",
    got: shorten(text),
    allowed: "`infinite`, or a number of seconds, or one with m, h, d or w; from 2m to 3550w",
    fix: "write it as 1h",
  });
});
