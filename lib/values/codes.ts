import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "subnet/not-a-cidr": { meaning: "this is not an IPv4 network", fix: "write it as `10.20.0.0/24`" },
  "subnet/host-bits": {
    meaning: "the address is that of a host, not of the network",
    fix: "write the network that the message names",
  },
  "byte-size/not-a-size": {
    meaning: "a size is a whole number of bytes, zero or more",
    fix: "use a smaller unit: `ByteSize.mib(1536)`",
  },
  "host-name/not-a-label": {
    meaning: "this is not a host name",
    fix: "write it as `web-1`",
    stricter: "dnsmasq takes upper case, `_` and whole domain names, and other words for something else",
  },
  "host-name/not-a-domain": {
    meaning: "this is not a domain name",
    fix: "write it as `example.org`",
    stricter: "dnsmasq takes almost any characters in a domain",
  },
  "ipv4/not-an-address": {
    meaning: "this is not an IPv4 address",
    fix: "write it as `10.20.0.12`",
    stricter: "dnsmasq takes a word in the place of an address for a host name, a lease time or a text",
  },
  "mac-address/not-a-mac": {
    meaning: "this is not an Ethernet address",
    fix: "write it as `BC:24:11:00:00:66`",
    stricter: "dnsmasq takes addresses of other lengths, and other words for a host name or a lease time",
  },
  "mac-address/not-unicast": {
    meaning: "no single machine can have this Ethernet address",
    fix: "choose one that begins with `BC:24:11`",
    stricter: "dnsmasq waits for a machine with it, which never comes",
  },
  "vm-id/out-of-range": { meaning: "this is not the id of a VM", fix: "choose one from 100 to 999999999" },
} as const satisfies Codes;
