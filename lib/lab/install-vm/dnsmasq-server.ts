import { isIPv4 } from "node:net";
import { hostClock } from "../clock";
import type { FileView } from "../machine/file-view";
import type { Nic } from "../machine/hardware";
import type { DhcpReply, DhcpRequest, DhcpServer } from "../network/dhcp";
import { DnsmasqError, readDnsmasqConfig, splitFields, watchedLines, type Setting } from "./dnsmasq-config";
import { tagsMatch } from "./dnsmasq-tags";
import { readHost } from "./dnsmasq-host";
import { optionNumbers } from "./dnsmasq-option-numbers";

const file = "/etc/dnsmasq.conf";

/** A running dnsmasq, and the cards that it listens on. */
export interface Dnsmasq {
  readonly nics: readonly Nic[];
  serverFor(nic: Nic): DhcpServer;
}

/** Starts dnsmasq from the configuration in its container. @throws DnsmasqError if it would not start */
export function startDnsmasq(view: FileView, nics: readonly Nic[], address: string): Dnsmasq {
  const text = view.text(file);
  if (text === undefined) throw new DnsmasqError(`cannot read ${file}: No such file or directory`);
  const settings = readDnsmasqConfig(text, file);
  const log = new Log(view, valuesOf(settings, "log-facility").at(-1));
  const patterns = valuesOf(settings, "interface").flatMap(splitFields);
  const excluded = valuesOf(settings, "except-interface").flatMap(splitFields);
  const served = nics.filter(
    ({ name }) =>
      (patterns.length === 0 || patterns.some((pattern) => fits(name, pattern))) && !excluded.includes(name),
  );
  const missing = patterns.find((pattern) => !pattern.endsWith("*") && !nics.some(({ name }) => name === pattern));
  if (missing !== undefined && !has(settings, "bind-dynamic")) throw new DnsmasqError(`unknown interface ${missing}`);
  for (const directory of [...valuesOf(settings, "dhcp-hostsdir"), ...valuesOf(settings, "dhcp-optsdir")]) {
    if (!view.isDirectory(directory))
      throw new DnsmasqError(`bad dynamic directory ${directory}: No such file or directory`);
  }
  log.write(
    `started, version 2.91 DNS ${valuesOf(settings, "port").at(-1) === "0" ? "disabled" : "cachesize 150"}`,
    "dnsmasq",
  );
  return {
    nics: served,
    serverFor: (nic) => ({ answer: (request) => answer(request, { view, settings, log, nic, address }) }),
  };
}

interface Context {
  readonly view: FileView;
  readonly settings: readonly Setting[];
  readonly log: Log;
  readonly nic: Nic;
  readonly address: string;
}

function answer(request: DhcpRequest, context: Context): DhcpReply | undefined {
  const { view, settings, log, nic } = context;
  const transaction = log.nextTransaction();
  const say = (text: string): void => log.write(`${transaction} ${text}`);
  const hosts = [
    ...valuesOf(settings, "dhcp-host"),
    ...valuesOf(settings, "dhcp-hostsdir").flatMap((directory) => watchedLines(view, directory)),
  ].map(readHost);
  const host = hosts.find(({ macs }) => macs.some((mac) => macFits(mac, request.mac)));
  const tags = new Set([nic.name, ...requestTags(request, settings), ...(host ? ["known", ...host.tags] : [])]);
  const ignored =
    host?.ignore === true || valuesOf(settings, "dhcp-ignore").some((value) => tagsMatch(splitFields(value), tags));
  const who = request.mac;
  say(`vendor class: ${request.vendorClass}`);
  if (ignored) {
    say(`DHCPDISCOVER(${nic.name}) ${who} ignored`);
    return undefined;
  }
  if (host?.address === undefined || !ranges(settings).some((range) => inRange(host.address ?? "", range))) {
    say(`DHCPDISCOVER(${nic.name}) ${who} no address available`);
    return undefined;
  }
  const { options, bootFile } = optionsFor(tags, context);
  say(`DHCPDISCOVER(${nic.name}) ${who}`);
  say(`tags: ${[...tags].reverse().join(", ")}`);
  say(`DHCPOFFER(${nic.name}) ${host.address} ${who}`);
  say(`DHCPREQUEST(${nic.name}) ${host.address} ${who}`);
  if (bootFile !== undefined) say(`bootfile name: ${bootFile}`);
  say(`DHCPACK(${nic.name}) ${host.address} ${who}${host.hostname === undefined ? "" : ` ${host.hostname}`}`);
  return {
    address: host.address,
    server: context.address,
    options,
    ...(host.hostname === undefined ? {} : { hostname: host.hostname }),
    ...(bootFile === undefined ? {} : { bootFile }),
  };
}

function requestTags(request: DhcpRequest, settings: readonly Setting[]): string[] {
  const matches = valuesOf(settings, "dhcp-match").map(splitFields);
  const tags = matches.flatMap(([set = "", option = "", value]) => {
    const number = optionNumbers[option] ?? Number(option);
    const carried = number === 93 ? String(request.architecture) : undefined;
    const present = carried !== undefined || request.options.includes(number);
    return present && (value === undefined || value === carried) ? [set.replace(/^set:/, "")] : [];
  });
  const classes = (keyword: string, own: string | undefined): string[] =>
    valuesOf(settings, keyword)
      .map(splitFields)
      .flatMap(([set = "", name = ""]) => (own?.includes(name) ? [set.replace(/^set:/, "")] : []));
  return [
    ...tags,
    ...classes("dhcp-vendorclass", request.vendorClass),
    ...classes("dhcp-userclass", request.userClass),
  ];
}

function optionsFor(tags: ReadonlySet<string>, context: Context): { options: Map<string, string>; bootFile?: string } {
  const { view, settings } = context;
  const lines = [
    ...valuesOf(settings, "dhcp-option"),
    ...valuesOf(settings, "dhcp-option-force"),
    ...valuesOf(settings, "dhcp-optsdir").flatMap((directory) => watchedLines(view, directory)),
  ];
  const options = new Map<string, string>();
  for (const line of lines) {
    const fields = splitFields(line);
    const conditions = fields.filter((field) => field.startsWith("tag:"));
    if (!tagsMatch(conditions, tags)) continue;
    const [first = "", ...rest] = fields.filter((field) => !/^(tag|vendor):/.test(field));
    const outer = /^encap:(\d+)$/.exec(first)?.[1];
    const [name, values] = outer === undefined ? [first, rest] : [rest[0] ?? "", rest.slice(1)];
    const number = optionNumbers[name] ?? Number(name);
    options.set(outer === undefined ? String(number) : `${outer}.${number}`, values.join(","));
  }
  const boots = valuesOf(settings, "dhcp-boot").map(splitFields).reverse();
  const isTag = (field: string): boolean => field.startsWith("tag:");
  const boot =
    boots.find((fields) => fields.some(isTag) && tagsMatch(fields.filter(isTag), tags)) ??
    boots.find((fields) => !fields.some(isTag));
  const bootFile = boot?.find((field) => !isTag(field));
  return bootFile === undefined ? { options } : { options, bootFile };
}

function ranges(settings: readonly Setting[]): { start: string; end: string; mask: string }[] {
  return valuesOf(settings, "dhcp-range").map((value) => {
    const fields = splitFields(value).filter((field) => !/^(set|tag):/.test(field));
    const [start = "", end = ""] = fields;
    const mask = fields.slice(2).find((field) => isIPv4(field)) ?? "255.255.255.0";
    return { start, end, mask };
  });
}

/** A reserved address has to be in the range's network, not between its ends. */
function inRange(address: string, range: { start: string; mask: string }): boolean {
  const number = (text: string): number => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** 32 - number(range.mask);
  return Math.floor(number(address) / size) === Math.floor(number(range.start) / size);
}

function macFits(pattern: string, mac: string): boolean {
  const parts = pattern.toLowerCase().split(":");
  return parts.length === 6 && mac.split(":").every((byte, index) => parts[index] === "*" || parts[index] === byte);
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function valuesOf(settings: readonly Setting[], keyword: string): string[] {
  return settings.filter((setting) => setting.keyword === keyword).map(({ value }) => value);
}

function has(settings: readonly Setting[], keyword: string): boolean {
  return settings.some((setting) => setting.keyword === keyword);
}

/** dnsmasq's own log file. */
class Log {
  private transaction = 0x4a17_0000;

  constructor(
    private readonly view: FileView,
    private readonly path: string | undefined,
  ) {
    if (path === undefined) return;
    try {
      if (!view.exists(path)) view.write(path, Buffer.from(""), 0o640);
    } catch (error) {
      throw new DnsmasqError(`cannot open log ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  nextTransaction(): number {
    this.transaction += 0x1f3d;
    return this.transaction;
  }

  write(text: string, program = "dnsmasq-dhcp"): void {
    if (this.path === undefined) return;
    const node = this.view.find(this.path);
    const line = Buffer.from(`${timestamp()} ${program}[1]: ${text}\n`);
    if (node?.kind === "file") node.data = Buffer.concat([node.data, line]);
    else this.view.write(this.path, line, 0o640);
  }
}

function timestamp(): string {
  const [, month = "", day = "", , time = ""] =
    /^\w+ (\w+) (\d+) (\d+) ([\d:]+)/.exec(new Date(hostClock.now()).toString()) ?? [];
  return `${month} ${day.replace(/^0/, " ")} ${time}`;
}
