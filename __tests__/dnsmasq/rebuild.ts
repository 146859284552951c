import type { Boot, DhcpConfig, DnsmasqConfig, GuestExtension, Subnet } from "../../lib/dnsmasq/schema";
import { readDirectives, type Directive } from "./reader";

/** Firmware by the number of option 93, as RFC 4578 and IANA's registry have them. */
const TFTP: Readonly<Record<string, "bios" | "uefi" | "uefi32" | "uefiArm64">> = {
  0: "bios",
  6: "uefi32",
  7: "uefi",
  9: "uefi",
  11: "uefiArm64",
};
const HTTP: Readonly<Record<string, "uefi" | "uefi32" | "uefiArm64">> = { 15: "uefi32", 16: "uefi", 19: "uefiArm64" };

/** A configuration made of what its text says, which renders to the same text. */
export function rebuildConfig(text: string): DnsmasqConfig {
  const all = new Lines(readDirectives(text));
  const listen = {
    interfaces: all.values("interface"),
    ...optional("exceptInterfaces", all.list("except-interface")),
    binding: all.has("bind-dynamic") ? ("dynamic" as const) : ("static" as const),
    leaseFile: all.one("dhcp-leasefile") ?? "",
    ...optional("logFile", all.one("log-facility")),
  };
  const ranges = all.fields("dhcp-range");
  const boot = bootOf(all);
  if (ranges[0]?.[1] === "proxy") {
    const networks = ranges.map(([network = "", , netmask = ""]) => ({ network, netmask }));
    return { mode: "proxy", ...listen, networks, boot: boot as Boot };
  }
  return {
    mode: "dhcp",
    ...listen,
    authoritative: all.has("dhcp-authoritative"),
    clients: all.has("dhcp-ignore") ? "known" : "all",
    subnets: subnetsOf(all, ranges),
    ...optional("boot", boot),
    ...optional("guests", guestsOf(all)),
    ...optional("reservations", reservationsOf(all)),
    noPing: all.has("no-ping"),
  };
}

/** A guest made of what its one file says. */
export function rebuildExtension(text: string): GuestExtension {
  const all = new Lines(readDirectives(text));
  const [[mac = "", , address = "", hostname = ""] = []] = all.fields("dhcp-host");
  const option = (number: string): string =>
    all.fields("dhcp-option").find((fields) => fields[2] === number)?.[3] ?? "";
  return { mac, address, hostname, ignitionFile: option("2"), installDisk: option("3") };
}

class Lines {
  constructor(private readonly directives: readonly Directive[]) {}

  has(keyword: string): boolean {
    return this.directives.some((directive) => directive.keyword === keyword);
  }

  fields(keyword: string): readonly (readonly string[])[] {
    return this.directives.filter((one) => one.keyword === keyword).map(({ fields = [] }) => fields);
  }

  values(keyword: string): readonly string[] {
    return this.fields(keyword).map((fields) => fields.join(","));
  }

  list(keyword: string): readonly string[] | undefined {
    return this.has(keyword) ? this.values(keyword) : undefined;
  }

  one(keyword: string): string | undefined {
    return this.values(keyword)[0];
  }
}

function subnetsOf(all: Lines, ranges: readonly (readonly string[])[]): readonly Subnet[] {
  const names = ranges.map((fields) => nameOf(fields, "set:subnet_"));
  return [...new Set(names)].map((name): Subnet => {
    const own = ranges.filter((_, index) => names[index] === name);
    const plain = own.map((fields) => fields.filter((field) => !/^(tag|set):/.test(field)));
    const [[first = "", last = "", netmask = "", leaseTime = ""] = []] = plain;
    const told = (option: string): readonly string[] | undefined => {
      const fields = all
        .fields("dhcp-option")
        .find((one) => one.includes(`option:${option}`) && nameOf(one, "tag:subnet_") === name);
      const values = fields?.slice(fields.indexOf(`option:${option}`) + 1) ?? [];
      return values.length === 0 ? undefined : values;
    };
    const network = networkOf(first, netmask);
    const domain = all.fields("domain").find(([, range]) => name === undefined || range?.startsWith(`${network}/`));
    const mtu = told("mtu")?.[0];
    return {
      network,
      netmask,
      leaseTime,
      ...optional("name", name),
      ...optional("interface", nameOf(own[0] ?? [], "tag:")),
      ...(last === "static"
        ? {}
        : { pools: plain.map(([from = "", to = "", , lease = ""]) => ({ first: from, last: to, leaseTime: lease })) }),
      ...optional("router", told("router")?.[0]),
      ...optional("dnsServers", told("dns-server")),
      ...optional("ntpServers", told("ntp-server")),
      ...optional("domain", domain?.[0]),
      ...optional("searchDomains", told("domain-search")),
      ...optional("mtu", mtu === undefined ? undefined : Number(mtu)),
    };
  });
}

function bootOf(all: Lines): Boot | undefined {
  const boots = all.fields("dhcp-boot").map((fields) => ({
    tag: fields.findLast((field) => /^tag:(?!!)/.test(field))?.slice("tag:".length),
    values: fields.filter((field) => !field.startsWith("tag:")),
  }));
  const script = boots.find(({ tag }) => tag === "ipxe")?.values[0];
  if (script === undefined) return undefined;
  const numbers = (tag: string | undefined): readonly string[] =>
    all.fields("dhcp-match").flatMap(([set, , number = ""]) => (set === `set:${tag}` ? [number] : []));
  const entries = [
    ...boots.flatMap(({ tag, values }) => numbers(tag).map((number) => [number, ...values] as const)),
    ...all.fields("pxe-service").map(([, number = "", , file = "", server]) => [number, file, "", server] as const),
  ];
  const tftp = entries.flatMap(([number, file]) => (number in TFTP ? [[TFTP[number], file]] : []));
  const http = entries.flatMap(([number, url]) => (number in HTTP ? [[HTTP[number], url]] : []));
  const server = entries.find(([number]) => number in TFTP)?.[3];
  const root = all.one("tftp-root");
  return {
    script,
    ...(tftp.length === 0
      ? {}
      : { tftp: { ...Object.fromEntries(tftp), ...(root === undefined ? { server } : { root }) } }),
    ...(http.length === 0 ? {} : { http: Object.fromEntries(http) }),
  } as Boot;
}

function guestsOf(all: Lines): DhcpConfig["guests"] {
  const directory = all.fields("conf-dir")[0]?.[0];
  const [hosts, options] = [all.one("dhcp-hostsdir"), all.one("dhcp-optsdir")];
  if (directory !== undefined) return { form: "files", directory };
  return hosts === undefined || options === undefined ? undefined : { form: "directories", hosts, options };
}

function reservationsOf(all: Lines): DhcpConfig["reservations"] {
  const hosts = all.fields("dhcp-host").map(([mac = "", address = "", hostname = ""]) => ({ mac, address, hostname }));
  return hosts.length === 0 ? undefined : hosts;
}

/** What follows the prefix in the field that begins with it. */
function nameOf(fields: readonly string[], prefix: string): string | undefined {
  return fields.find((field) => field.startsWith(prefix))?.slice(prefix.length);
}

function networkOf(address: string, netmask: string): string {
  const mask = netmask.split(".").map(Number);
  return address
    .split(".")
    .map((part, index) => Number(part) & (mask[index] ?? 0))
    .join(".");
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: V });
}
