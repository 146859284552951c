import { z } from "zod";
import { refuse, shorten } from "../values/check";
import { domainNameSchema, hostNameSchema } from "../values/host-name";
import { ipv4Schema } from "../values/ipv4";
import { late } from "../values/late";
import { macAddressSchema } from "../values/mac-address";

/** dnsmasq has commas, quotes, `#` and line ends for its own purposes; texts are refused unless they are free of them. */
function plain(pattern: RegExp, allowed: string): z.ZodType<string> {
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

const path = plain(/^\/[A-Za-z0-9._@+/-]*$/, "an absolute path of letters, digits and `._@+-`");
const bootFile = plain(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, "a file name of letters, digits and `._-`");
const interfaceName = plain(
  /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}\*?$/,
  "the name of a network interface; a `*` may end it",
);
const leaseTime = plain(/^(?:infinite|[1-9]\d{0,8}[mhdw]?)$/, "a number of seconds, or a number with m, h, d or w");

/** The base configuration: who is served, and where a machine that boots from the network goes. */
export const configSchema = z
  .strictObject({
    /** Interface that is served; none other is. */
    interface: late(interfaceName),
    /** First address of the served network, such as `10.20.0.0`. */
    network: late(ipv4Schema),
    netmask: late(ipv4Schema),
    /** Router that guests are told. */
    router: late(ipv4Schema).optional(),
    /** Name servers that guests are told. */
    dnsServers: z.array(late(ipv4Schema)).readonly().optional(),
    domain: late(domainNameSchema).optional(),
    /** How long an address is lent, such as `1h`. */
    leaseTime: late(leaseTime),
    /** The HTTP server that has the script that iPXE runs, `/boot.ipxe`. */
    server: late(ipv4Schema),
    /** What firmware that is no iPXE loads by TFTP. */
    bootFiles: z
      .strictObject({
        /** Folder that TFTP serves. */
        root: late(path),
        bios: late(bootFile),
        uefi: late(bootFile),
      })
      .readonly()
      .optional(),
    /** Folder of host files, watched by dnsmasq. */
    hostsDirectory: late(path),
    /** Folder of option files, watched by dnsmasq. */
    optionsDirectory: late(path),
    leaseFile: late(path),
    /** File that the log goes to. */
    logFile: late(path),
    /** Whether dnsmasq offers an address without trying first whether another machine has it. */
    noPing: z.boolean().optional(),
  })
  .readonly();

export type DnsmasqConfig = z.infer<typeof configSchema>;

/** What dnsmasq has to know about one guest. */
export const extensionSchema = z
  .strictObject({
    mac: late(macAddressSchema),
    address: late(ipv4Schema),
    hostname: late(hostNameSchema),
    /** Name of the guest's Ignition file, such as `102.ign`. */
    ignitionFile: late(plain(/^[A-Za-z0-9][A-Za-z0-9_-]*\.ign$/, "a file name that ends in `.ign`")),
    /** Disk to install on, such as `/dev/disk/by-path/pci-0000:00:0a.0`. */
    installDisk: late(plain(/^\/dev\/[A-Za-z0-9._:@+/-]+$/, "a path below /dev of letters, digits and `._:@+-`")),
  })
  .readonly();

export type GuestExtension = z.infer<typeof extensionSchema>;
