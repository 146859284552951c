import type { DhcpConfig, GuestExtension, ProxyConfig, Subnet } from "../../lib/dnsmasq/schema";
import { validateConfig, validateExtension } from "../../lib/dnsmasq/validate";
import { Late } from "../../lib/values/late";
import { aConfig, aGuest, aLargeConfig, aProxyConfig, aSubnet } from "./fixtures";

type Found = readonly (readonly [string, string])[];

const codesOf = (config: unknown): Found =>
  validateConfig(config as DhcpConfig).map(({ code, path }) => [code, path.join(".")]);
const withSubnet = (changes: Partial<Subnet>): Found => codesOf({ ...aConfig, subnets: [{ ...aSubnet, ...changes }] });
const withBoot = (boot: unknown): Found => codesOf({ ...aConfig, boot });

describe("validateExtension", () => {
  it("finds nothing wrong with a sound guest, or one of which nothing is known yet", () => {
    const late = Object.fromEntries(Object.keys(aGuest).map((key) => [key, Late.token("${x}")]));

    expect(validateExtension(aGuest)).toEqual([]);
    expect(validateExtension(late as unknown as GuestExtension)).toEqual([]);
  });

  it.each([
    ["mac", "01:00:5e:00:00:01", "mac-address/not-unicast"],
    ["address", "10.20.0.300", "ipv4/not-an-address"],
    ["hostname", "web,set:known", "host-name/not-a-label"],
    ["hostname", "web\ndhcp-script=/bin/sh", "host-name/not-a-label"],
    ["hostname", "102", "dnsmasq/host-name-is-keyword"],
    ["hostname", "24h", "dnsmasq/host-name-is-keyword"],
    ["hostname", "ignore", "dnsmasq/host-name-is-keyword"],
    ["hostname", "infinite", "dnsmasq/host-name-is-keyword"],
    ["ignitionFile", '102.ign"', "dnsmasq/invalid-value"],
    ["ignitionFile", "../102.ign", "dnsmasq/invalid-value"],
    ["installDisk", "/dev/vda\nport=53", "dnsmasq/invalid-value"],
    ["installDisk", "vda", "dnsmasq/invalid-value"],
    ["installDisk", `/dev/${"a".repeat(196)}`, "dnsmasq/invalid-value"],
  ])("refuses a %s of %j", (key, value, code) => {
    expect(validateExtension({ ...aGuest, [key]: value })).toEqual([expect.objectContaining({ code, path: [key] })]);
  });

  it("refuses what it does not know, and what is missing", () => {
    expect(
      validateExtension({ ...aGuest, mac: undefined, vlan: 5 } as never).map(({ code, path }) => [code, path]),
    ).toEqual([
      ["dnsmasq/invalid-type", ["mac"]],
      ["dnsmasq/unrecognized-keys", []],
    ]);
  });
});

describe("validateConfig", () => {
  it.each([
    ["one subnet", aConfig],
    ["all that there is", aLargeConfig],
    ["a server beside another one", aProxyConfig],
  ])("finds nothing wrong with %s", (_name, config) => {
    expect(validateConfig(config)).toEqual([]);
  });

  it("passes over what is late, and checks what stands beside it", () => {
    const late = Late.token<string>("${x}");
    const subnet = {
      network: late,
      netmask: "255.0.255.0",
      leaseTime: late,
      router: late,
      pools: [{ first: late, last: late }],
    };

    expect(codesOf({ ...aConfig, interfaces: [late], leaseFile: late, subnets: [subnet] })).toEqual([
      ["dnsmasq/not-a-netmask", "subnets.0.netmask"],
    ]);
  });

  it.each<[string, Partial<DhcpConfig>, string, string]>([
    ["an interface with a comma", { interfaces: ["ens18,lo"] }, "dnsmasq/invalid-value", "interfaces.0"],
    ["an interface that is a tag", { interfaces: ["known"] }, "dnsmasq/interface-is-tag", "interfaces.0"],
    ["an interface like a subnet's tag", { interfaces: ["subnet_a"] }, "dnsmasq/interface-is-tag", "interfaces.0"],
    ["no interface", { interfaces: [] }, "dnsmasq/too-small", "interfaces"],
    ["a path that is not absolute", { leaseFile: "leases" }, "dnsmasq/invalid-value", "leaseFile"],
    ["a path with a comment", { logFile: "/srv/log/a#b" }, "dnsmasq/invalid-value", "logFile"],
    ["a path of 256 characters", { logFile: `/${"a".repeat(255)}` }, "dnsmasq/invalid-value", "logFile"],
    ["known machines of which there are none", { guests: undefined }, "dnsmasq/nobody-known", "clients"],
    ["a form of guests that is none", { guests: { form: "file" } as never }, "dnsmasq/invalid-union", "guests.form"],
    ["what only the other mode has", { networks: [] } as never, "dnsmasq/unrecognized-keys", ""],
  ])("refuses %s", (_name, changes, code, path) => {
    expect(codesOf({ ...aConfig, ...changes })).toEqual([[code, path]]);
  });

  it.each<[string, Partial<Subnet>, string, string]>([
    ["a lease of one minute", { leaseTime: "119" }, "dnsmasq/invalid-lease-time", "leaseTime"],
    ["a lease that no number holds", { leaseTime: "3551w" }, "dnsmasq/invalid-lease-time", "leaseTime"],
    ["a lease with a line end", { leaseTime: "1h\nport=53" }, "dnsmasq/invalid-lease-time", "leaseTime"],
    ["a mask with holes", { netmask: "255.0.255.0", router: undefined }, "dnsmasq/not-a-netmask", "netmask"],
    ["a mask for one machine", { netmask: "255.255.255.255", router: undefined }, "dnsmasq/not-a-netmask", "netmask"],
    ["an address within the network", { network: "10.20.0.1", router: undefined }, "dnsmasq/not-a-network", "network"],
    ["a router outside", { router: "10.21.0.1" }, "dnsmasq/router-outside-subnet", "router"],
    ["the network itself as router", { router: "10.20.0.0" }, "dnsmasq/router-outside-subnet", "router"],
    ["the server itself as router", { router: "0.0.0.0" }, "dnsmasq/not-a-machine", "router"],
    ["a group of machines as name server", { dnsServers: ["224.0.0.1"] }, "dnsmasq/not-a-machine", "dnsServers.0"],
    ["an empty list", { ntpServers: [] }, "dnsmasq/too-small", "ntpServers"],
    ["packets too small for IPv4", { mtu: 575 }, "dnsmasq/too-small", "mtu"],
    ["a domain with a comma", { domain: "a.example,local" }, "host-name/not-a-domain", "domain"],
    ["an interface that is not served", { interface: "ens19" }, "dnsmasq/unserved-interface", "interface"],
    ["a name with an underscore", { name: "a_b" }, "dnsmasq/invalid-value", "name"],
    [
      "domains that no option holds",
      { searchDomains: ["a", "b", "c", "d"].map((letter) => `${letter.repeat(62)}.example`) },
      "dnsmasq/option-too-long",
      "searchDomains",
    ],
  ])("refuses %s in a subnet", (_name, changes, code, path) => {
    expect(withSubnet(changes)).toEqual([[code, `subnets.0.${path}`]]);
  });

  it.each<[string, readonly { first: string; last: string }[], string, string]>([
    ["ends before it begins", [{ first: "10.20.0.99", last: "10.20.0.10" }], "dnsmasq/pool-backwards", ".0"],
    ["begins outside", [{ first: "10.19.0.10", last: "10.20.0.0" }], "dnsmasq/pool-outside-subnet", ".0.first"],
    [
      "ends with the broadcast address",
      [{ first: "10.20.0.10", last: "10.20.0.255" }],
      "dnsmasq/pool-outside-subnet",
      ".0.last",
    ],
    ["lends the router's address", [{ first: "10.20.0.1", last: "10.20.0.9" }], "dnsmasq/router-in-pool", ".0"],
    [
      "shares addresses with another",
      [
        { first: "10.20.0.10", last: "10.20.0.20" },
        { first: "10.20.0.20", last: "10.20.0.30" },
      ],
      "dnsmasq/pools-overlap",
      ".1",
    ],
  ])("refuses a pool that %s", (_name, pools, code, path) => {
    expect(withSubnet({ pools })).toContainEqual([code, `subnets.0.pools${path}`]);
  });

  it("refuses subnets that have the same name or none, and that share addresses", () => {
    const subnets = [
      aSubnet,
      { ...aSubnet, name: "a" },
      { ...aSubnet, network: "10.30.0.0", router: undefined, name: "a" },
    ];

    expect(codesOf({ ...aConfig, subnets })).toEqual([
      ["dnsmasq/networks-overlap", "subnets.1.network"],
      ["dnsmasq/unnamed-subnet", "subnets.0.name"],
      ["dnsmasq/duplicate-subnet", "subnets.2.name"],
    ]);
  });

  it("refuses reservations of what is another's, or of nobody", () => {
    const reservations = [
      { mac: "bc:24:11:00:00:01", address: "10.20.0.5", hostname: "printer" },
      { mac: "BC:24:11:00:00:01", address: "10.30.0.5", hostname: "scanner" },
      { mac: "bc:24:11:00:00:03", address: "10.20.0.1", hostname: "printer" },
    ];

    expect(codesOf({ ...aConfig, reservations })).toEqual([
      ["dnsmasq/address-outside-subnets", "reservations.1.address"],
      ["dnsmasq/address-of-router", "reservations.2.address"],
      ["dnsmasq/duplicate-reservation", "reservations.1.mac"],
      ["dnsmasq/duplicate-reservation", "reservations.2.hostname"],
    ]);
  });
});

describe("validateConfig, of what is booted", () => {
  const script = "http://10.20.0.2/boot.ipxe";

  it.each<[string, unknown, string, string]>([
    ["another scheme", { script: "tftp://10.20.0.2/boot.ipxe" }, "dnsmasq/not-a-boot-url", "script"],
    ["no path", { script: "http://10.20.0.2" }, "dnsmasq/not-a-boot-url", "script"],
    ["a comma", { script: "http://10.20.0.2/a,b" }, "dnsmasq/not-a-boot-url", "script"],
    ["a setting of iPXE's", { script: "http://10.20.0.2/${mac}" }, "dnsmasq/not-a-boot-url", "script"],
    ["128 characters", { script: `http://10.20.0.2/${"a".repeat(111)}` }, "dnsmasq/not-a-boot-url", "script"],
    [
      "a piece with a line end",
      { script: ["http://", Late.token("${a}"), "/\nport=53"] },
      "dnsmasq/not-a-boot-url",
      "script",
    ],
    ["a file for HTTP firmware", { script, http: { uefi: "snponly.efi" } }, "dnsmasq/not-a-boot-url", "http.uefi"],
    ["no file at all", { script, tftp: { root: "/srv" } }, "dnsmasq/nothing-to-boot", "tftp"],
    ["no URL at all", { script, http: {} }, "dnsmasq/nothing-to-boot", "http"],
    ["a file above the folder", { script, tftp: { root: "/srv", bios: "../a" } }, "dnsmasq/invalid-value", "tftp.bios"],
    [
      "two servers of the same files",
      { script, tftp: { root: "/srv", server: "10.20.0.3", bios: "a" } },
      "dnsmasq/unrecognized-keys",
      "tftp",
    ],
  ])("refuses %s", (_name, boot, code, path) => {
    expect(withBoot(boot)).toEqual([[code, `boot.${path}`]]);
  });

  it("takes a URL of which the server comes late", () => {
    expect(withBoot({ script: ["http://", Late.token("${address}"), "/boot.ipxe"] })).toEqual([]);
  });
});

describe("validateConfig, beside another server", () => {
  it.each<[string, Partial<ProxyConfig>, string, string]>([
    ["machines with addresses of their own", { reservations: [] } as never, "dnsmasq/unrecognized-keys", ""],
    ["guests with files", { guests: aConfig.guests } as never, "dnsmasq/unrecognized-keys", ""],
    ["nothing to boot", { boot: undefined } as never, "dnsmasq/invalid-type", "boot"],
    [
      "a file whose name dnsmasq would change",
      { boot: { script: "http://10.20.0.2/a", tftp: { root: "/srv", bios: "undionly" } } },
      "dnsmasq/boot-file-without-dot",
      "boot.tftp.bios",
    ],
    [
      "a network within another",
      {
        networks: [
          { network: "10.20.0.0", netmask: "255.255.0.0" },
          { network: "10.20.1.0", netmask: "255.255.255.0" },
        ],
      },
      "dnsmasq/networks-overlap",
      "networks.1.network",
    ],
  ])("refuses %s", (_name, changes, code, path) => {
    expect(codesOf({ ...aProxyConfig, ...changes })).toEqual([[code, path]]);
  });
});
