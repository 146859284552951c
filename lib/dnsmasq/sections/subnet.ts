import { z } from "zod";
import { refuse, shorten } from "../../values/check";
import { domainNameSchema } from "../../values/host-name";
import { ipv4Schema } from "../../values/ipv4";
import { late } from "../../values/late";
import { interfaceName, leaseTime, plain } from "../plain";

/** A machine's address. dnsmasq reads 0.0.0.0 as its own, and other special ones are nobody's. */
export const machineAddress = ipv4Schema.superRefine((address, context) => {
  if (!/^(?:0|127|22[4-9]|2[345]\d)\./.test(address)) return;
  refuse(context, {
    code: "dnsmasq/not-a-machine",
    what: "no machine on a network has this address",
    got: shorten(address),
    allowed: "an address outside 0.0.0.0/8, 127.0.0.0/8 and what lies above 223.255.255.255",
    fix: "name the address of the machine itself",
  });
});

const addresses = z.array(late(machineAddress)).min(1).max(32).readonly();

/** Name of a subnet: it becomes a tag. */
const subnetName = plain(/^[a-z0-9][a-z0-9-]{0,30}$/, "up to 31 lower-case letters, digits and dashes");

const poolSchema = z
  .strictObject({
    first: late(ipv4Schema),
    last: late(ipv4Schema),
    /** @default - that of the subnet */
    leaseTime: late(leaseTime).optional(),
  })
  .readonly();

/** A network whose machines are given addresses, and what they are told. */
export const subnetSchema = z
  .strictObject({
    /** Tells it from other subnets; needed where there are several. */
    name: subnetName.optional(),
    /** First address of the network, such as `10.20.0.0`. */
    network: late(ipv4Schema),
    netmask: late(ipv4Schema),
    /**
     * Interface on which its machines ask, so that no other's get its addresses.
     *
     * @default - the interface that has an address in it
     */
    interface: interfaceName.optional(),
    /**
     * Addresses that are lent to machines that have none of their own.
     *
     * @default - none: only machines with an address of their own get one
     */
    pools: z.array(poolSchema).min(1).max(64).readonly().optional(),
    /** How long an address is lent, such as `1h`; at least two minutes. */
    leaseTime: late(leaseTime),
    /** @default - machines are told of none */
    router: late(machineAddress).optional(),
    /** @default - machines are told of none */
    dnsServers: addresses.optional(),
    /** @default - machines are told of none */
    ntpServers: addresses.optional(),
    /** @default - machines are told of none */
    domain: late(domainNameSchema).optional(),
    /** Domains in which names are looked up. */
    searchDomains: z.array(late(domainNameSchema)).min(1).max(8).readonly().optional(),
    /**
     * Longest packet, in bytes.
     *
     * @default - machines take their own
     */
    mtu: late(z.int().min(576).max(65_535)).optional(),
  })
  .readonly();

export type Subnet = z.infer<typeof subnetSchema>;
