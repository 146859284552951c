import fc from "fast-check";
import type { Boot, DhcpConfig, DnsmasqConfig, GuestExtension, ProxyConfig, Subnet } from "../../lib/dnsmasq/schema";
import { mutated } from "../mutated";
import { hostile } from "../units/hostile";

const letters = (alphabet: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
/** Leaves out what is undefined: the types take no undefined for what is not there. */
const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc
    .record(shape)
    .map((value) => Object.fromEntries(Object.entries(value as object).filter(([, one]) => one !== undefined)) as T);

const label = fc
  .tuple(letters("abcdefghxyz", 1), letters("abcdefgxyz0123456789-", 20), letters("abcz19", 1))
  .map((parts) => parts.join(""))
  .filter((name) => !/^(infinite|ignore)$/.test(name));
const domain = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join("."));
const path = fc
  .array(letters("abcXYZ019._@+-", 12), { minLength: 1, maxLength: 4 })
  .map((parts) => `/${parts.join("/")}`);
const file = fc
  .tuple(letters("abcxyz019", 10), fc.constantFrom(".efi", ".kpxe", "/a.0"))
  .map((parts) => parts.join(""));
const url = fc
  .tuple(fc.constantFrom("http://10.20.0.2", "https://boot.example:8443"), letters("abc019._-/~%?&=+:", 40))
  .map(([server, rest]) => `${server}/${rest}`);
const lease = fc.oneof(
  fc.constant("infinite"),
  fc.integer({ min: 120, max: 999_999_999 }).map(String),
  fc.tuple(fc.integer({ min: 2, max: 3550 }), fc.constantFrom("m", "h", "d", "w")).map((parts) => parts.join("")),
);
const mac = fc
  .uint8Array({ minLength: 5, maxLength: 5 })
  .map((bytes) => ["02", ...[...bytes].map((byte) => byte.toString(16).padStart(2, "0"))].join(":"));
const machine = fc
  .tuple(fc.integer({ min: 1, max: 126 }), fc.nat(255), fc.nat(255), fc.nat(255))
  .map((parts) => parts.join("."));

/** Subnet number `index` of a configuration: 10.index.0.0, of some size. */
function subnet(index: number, named: boolean): fc.Arbitrary<Subnet> {
  const host = (number: number): string => `10.${index}.0.${number}`;
  const pools = fc
    .uniqueArray(fc.integer({ min: 20, max: 250 }), { minLength: 2, maxLength: 6 })
    .map((ends) => [...ends].sort((a, b) => a - b))
    .chain((ends) =>
      fc.tuple(
        ...Array.from({ length: Math.floor(ends.length / 2) }, (_, pool) =>
          record({
            first: fc.constant(host(ends[2 * pool] ?? 0)),
            last: fc.constant(host(ends[2 * pool + 1] ?? 0)),
            leaseTime: maybe(lease),
          }),
        ),
      ),
    );
  return record({
    name: named ? fc.constant(`net${index}`) : fc.constant(undefined),
    network: fc.constant(host(0)),
    netmask: fc.constantFrom("255.255.255.0", "255.255.0.0", "255.255.252.0"),
    interface: named ? maybe(fc.constant("ens18")) : fc.constant(undefined),
    pools: maybe(pools),
    leaseTime: lease,
    router: maybe(fc.integer({ min: 1, max: 9 }).map(host)),
    dnsServers: maybe(fc.array(machine, { minLength: 1, maxLength: 6 })),
    ntpServers: maybe(fc.array(machine, { minLength: 1, maxLength: 4 })),
    domain: maybe(domain),
    searchDomains: maybe(fc.array(domain, { minLength: 1, maxLength: 3 })),
    mtu: maybe(fc.integer({ min: 576, max: 65_535 })),
  }) as fc.Arbitrary<Subnet>;
}

const files = { bios: maybe(file), uefi: maybe(file), uefi32: maybe(file), uefiArm64: maybe(file) };
const some = (value: object): boolean => Object.keys(value).some((key) => key !== "root" && key !== "server");
const boot = record({
  script: url,
  tftp: maybe(fc.oneof(record({ ...files, root: path }), record({ ...files, server: machine })).filter(some)),
  http: maybe(record({ uefi: maybe(url), uefi32: maybe(url), uefiArm64: maybe(url) }).filter(some)),
}) as fc.Arbitrary<Boot>;

const listen = {
  interfaces: fc
    .uniqueArray(fc.constantFrom("lan*", "eth0", "br-a.5", "en*"), { maxLength: 3 })
    .map((names) => ["ens18", ...names]),
  exceptInterfaces: maybe(fc.constant(["lan9", "eth1"])),
  binding: maybe(fc.constantFrom("dynamic" as const, "static" as const)),
  leaseFile: path,
  logFile: maybe(path),
};

const reservations = fc.uniqueArray(fc.tuple(mac, label), {
  minLength: 1,
  maxLength: 5,
  selector: ([one]) => one,
});

const dhcp = fc.integer({ min: 1, max: 3 }).chain((count) =>
  record({
    mode: fc.constant("dhcp" as const),
    ...listen,
    authoritative: maybe(fc.boolean()),
    clients: maybe(fc.constantFrom("known" as const, "all" as const)),
    subnets: fc.tuple(...Array.from({ length: count }, (_, index) => subnet(index, count > 1))),
    boot: maybe(boot),
    guests: fc.oneof(
      record({ form: fc.constant("directories" as const), hosts: path, options: path }),
      // It is the one folder that has to be there for the check as well.
      fc.constant({ form: "files" as const, directory: "/tmp" }),
    ),
    reservations: maybe(
      reservations.map((all) =>
        all.map(([own, name], index) => ({ mac: own, address: `10.0.0.${index + 10}`, hostname: `${name}${index}x` })),
      ),
    ),
    noPing: maybe(fc.boolean()),
  }),
) as fc.Arbitrary<DhcpConfig>;

const proxy = record({
  mode: fc.constant("proxy" as const),
  ...listen,
  networks: fc
    .integer({ min: 1, max: 4 })
    .map((count) =>
      Array.from({ length: count }, (_, index) => ({ network: `10.${index}.0.0`, netmask: "255.255.255.0" })),
    ),
  boot,
}) as fc.Arbitrary<ProxyConfig>;

/** A base configuration that we take. */
export const soundConfig: fc.Arbitrary<DnsmasqConfig> = fc.oneof(
  { weight: 3, arbitrary: dhcp },
  { weight: 1, arbitrary: proxy },
);

/** A guest that we take. */
export const soundGuest: fc.Arbitrary<GuestExtension> = fc.record({
  mac,
  address: machine,
  hostname: label,
  ignitionFile: fc.nat(999_999_999).map((id) => `${id}.ign`),
  installDisk: fc
    .array(letters("abcXYZ019._:@+-", 20), { minLength: 1, maxLength: 4 })
    .map((parts) => `/dev/${parts.join("/")}`),
});

/** Values that some setting of dnsmasq would take, in places where they do not belong. */
const misplaced = fc.constantFrom(
  ...["", "*", "0", "1", "infinite", "ignore", "static", "proxy", "known", "tag:known", "set:known", "255.255.255.255"],
  ...[
    "0.0.0.0",
    "10.0.0.300",
    "10.0.0",
    "010.0.0.1",
    "fe80::1",
    "[::1]",
    "10.0.0.1,10.0.0.2",
    "10.0.0.1/24",
    "1h",
    "119",
    "99999999w",
  ],
  ...[
    "http://",
    "http://a",
    "undionly",
    "../a",
    "a b",
    "a,b",
    "a#b",
    "a #b",
    "#",
    "/",
    "//",
    "/a,*.conf",
    "a".repeat(300),
    "a".repeat(1100),
  ],
);

/** These choose what is rendered, and are no texts of it. */
const CHOICES = ["mode", "form", "binding", "clients"];

export const mutatedConfig = mutated(soundConfig, { texts: fc.oneof(hostile, misplaced), except: CHOICES });
export const mutatedGuest = mutated(soundGuest, { texts: fc.oneof(hostile, misplaced) });
