import { z } from "zod";
import { ipv4Schema } from "../values/ipv4";
import { late } from "../values/late";
import { bootSchema } from "./sections/boot";
import { guestsSchema, reservationSchema } from "./sections/guests";
import { listenShape } from "./sections/listen";
import { subnetSchema } from "./sections/subnet";

/** A DHCP server of its own: it lends addresses, and says where a machine that boots from the network goes. */
const dhcpSchema = z
  .strictObject({
    mode: z.literal("dhcp"),
    ...listenShape,
    /**
     * Whether it is the only server of its networks, so that a machine with an address of another one is told at once.
     *
     * @default true
     */
    authoritative: late(z.boolean()).optional(),
    /**
     * Whom it answers: machines that it has a line for, or all.
     *
     * @default "known"
     */
    clients: late(z.enum(["known", "all"])).optional(),
    subnets: z.array(subnetSchema).min(1).max(64).readonly(),
    /** @default - machines that boot from the network are told nothing */
    boot: bootSchema.optional(),
    /** @default - no guest has files */
    guests: guestsSchema.optional(),
    /** Machines that have addresses of their own and no files. */
    reservations: z.array(reservationSchema).min(1).max(1000).readonly().optional(),
    /** Whether it offers an address without trying first whether another machine has it. */
    noPing: late(z.boolean()).optional(),
  })
  .readonly();

/** Beside another DHCP server, which lends the addresses: this one only says where a machine boots from. */
const proxySchema = z
  .strictObject({
    mode: z.literal("proxy"),
    ...listenShape,
    /** Networks whose machines are told where to boot from. */
    networks: z
      .array(z.strictObject({ network: late(ipv4Schema), netmask: late(ipv4Schema) }).readonly())
      .min(1)
      .max(64)
      .readonly(),
    boot: bootSchema,
  })
  .readonly();

/** The base configuration: who is served, and where a machine that boots from the network goes. It has no DNS. */
export const configSchema = z.discriminatedUnion("mode", [dhcpSchema, proxySchema]);

export type DhcpConfig = z.infer<typeof dhcpSchema>;
export type ProxyConfig = z.infer<typeof proxySchema>;
export type DnsmasqConfig = z.infer<typeof configSchema>;

export { extensionSchema, type GuestExtension } from "./sections/guests";
export type { Boot } from "./sections/boot";
export type { Subnet } from "./sections/subnet";
