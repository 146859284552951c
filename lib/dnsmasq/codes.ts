import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "dnsmasq/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "dnsmasq/invalid-value": {
    meaning: "the value holds what dnsmasq reads as its own, or does not fit here",
    fix: "write it as it is allowed",
    stricter: "dnsmasq takes more characters in paths, file names and interfaces, and cuts what makes a line too long",
  },
  "dnsmasq/invalid-lease-time": {
    meaning: "an address is lent for less than two minutes, or for longer than a number holds",
    fix: "write it as `1h`",
    stricter: "dnsmasq makes two minutes of less without a word, and counts past its largest number",
  },
  "dnsmasq/host-name-is-keyword": {
    meaning: "in its line, dnsmasq would take the host name for a lease time, or never answer the machine",
    fix: "give the machine another name",
    stricter: "it is no error for dnsmasq, but not a host name either",
  },
  "dnsmasq/interface-is-tag": {
    meaning: "the interface is called like one of our tags, which dnsmasq would then set for every request from it",
    fix: "rename the interface",
    stricter: "dnsmasq does not know which of its tags are meant",
  },
  "dnsmasq/unserved-interface": {
    meaning: "machines of a subnet ask on an interface that dnsmasq does not listen on",
    fix: "add it to `interfaces`",
    stricter: "dnsmasq starts, and never answers them",
  },
  "dnsmasq/not-a-machine": {
    meaning: "the address is that of no single machine",
    fix: "name the address of the machine itself",
    stricter: "dnsmasq takes 0.0.0.0 for its own address, and hands out any other",
  },
  "dnsmasq/not-a-netmask": {
    meaning: "the netmask has holes, or leaves no addresses for machines",
    fix: "write it as `255.255.255.0`",
    stricter: "dnsmasq reckons with any mask",
  },
  "dnsmasq/not-a-network": {
    meaning: "the address has bits of the part that the netmask leaves to machines",
    fix: "name the first address of the network",
    stricter: "dnsmasq clears the bits itself",
  },
  "dnsmasq/networks-overlap": {
    meaning: "two networks share addresses",
    fix: "name each address in one of them",
    stricter: "dnsmasq takes the one that it comes upon first",
  },
  "dnsmasq/unnamed-subnet": {
    meaning: "of several subnets, one has no name",
    fix: "name it",
    stricter: "without a tag, dnsmasq would tell all machines what those of one subnet are to know",
  },
  "dnsmasq/duplicate-subnet": {
    meaning: "two subnets have the same name",
    fix: "rename one",
    stricter: "dnsmasq would tell the machines of both the same",
  },
  "dnsmasq/router-outside-subnet": {
    meaning: "machines of the subnet cannot reach the router",
    fix: "name its address within the subnet",
    stricter: "dnsmasq hands out any address",
  },
  "dnsmasq/router-in-pool": {
    meaning: "the address of the router would be lent to a machine",
    fix: "leave it out of the pool",
    stricter: "dnsmasq asks first whether a machine has it, and relies on an answer",
  },
  "dnsmasq/pool-outside-subnet": {
    meaning: "a pool has addresses that no machine of the subnet can have",
    fix: "choose addresses of the subnet, and neither its first nor its last",
    stricter: "dnsmasq refuses it only if the pool's ends are in different networks",
  },
  "dnsmasq/pool-backwards": {
    meaning: "a pool ends before it begins",
    fix: "swap its ends",
    stricter: "dnsmasq swaps them without a word",
  },
  "dnsmasq/pools-overlap": {
    meaning: "two pools share addresses",
    fix: "name each address in one of them",
    stricter: "dnsmasq lends each address once all the same, for the lease time of either",
  },
  "dnsmasq/option-too-long": {
    meaning: "the search domains do not fit into one DHCP option",
    fix: "name fewer",
    stricter: "dnsmasq shortens ends that domains share, so that some more would fit",
  },
  "dnsmasq/nobody-known": {
    meaning: "only known machines are answered, and there are none",
    fix: "say where the guests' files are, reserve addresses, or answer all",
    stricter: "dnsmasq starts, and answers nobody",
  },
  "dnsmasq/address-outside-subnets": {
    meaning: "an address is reserved that is in none of the subnets",
    fix: "choose another address, or add the subnet",
    stricter: "dnsmasq never gives it",
  },
  "dnsmasq/address-of-router": {
    meaning: "the router's address is reserved for another machine",
    fix: "choose another address",
    stricter: "dnsmasq would give it away",
  },
  "dnsmasq/duplicate-reservation": {
    meaning: "two machines have the same Ethernet address, address or name",
    fix: "give each its own",
    stricter: "of these, dnsmasq refuses only the same address",
  },
  "dnsmasq/not-a-boot-url": {
    meaning: "it is not a URL that firmware or iPXE loads something from, or longer than 127 characters",
    fix: "write it as `http://10.20.0.2/boot.ipxe`",
    stricter: "dnsmasq hands out any text, cut after 127 characters where the client has no option for it",
  },
  "dnsmasq/nothing-to-boot": {
    meaning: "there are boot files or URLs for no kind of firmware",
    fix: "name one, or leave the whole out",
    stricter: "dnsmasq starts, and says nothing to firmware",
  },
  "dnsmasq/boot-file-without-dot": {
    meaning: "beside another server, dnsmasq would append `.0` to the name of the boot file",
    fix: "give the file a name with a dot",
    stricter: "firmware would ask for a file of another name",
  },
  "dnsmasq/*": {
    meaning: "a base config or a guest's extension has the wrong shape",
    fix: "see [wrong shapes](#wrong-shapes)",
  },
} as const satisfies Codes;
