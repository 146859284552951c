import { refuseErrors } from "../values/config-error";
import { refuseLate } from "../values/late-left";
import { upperCaseMac } from "../values/mac-address";
import { IGNITION_FILE, INSTALL_DISK, OUR_OPTION, quote } from "./escape";
import type { DnsmasqConfig, GuestExtension } from "./schema";
import { validateConfig, validateExtension } from "./validate";

/**
 * Writes dnsmasq.conf: DHCP for known machines only, no DNS.
 *
 * @throws ConfigError if a value is unsound or still late
 */
export function renderConfig(config: DnsmasqConfig): string {
  refuseErrors(validateConfig(config), "dnsmasq");
  refuseLate(config, "dnsmasq");
  const { router, dnsServers = [], domain } = config;
  return lines([
    "port=0",
    `interface=${text(config.interface)}`,
    "bind-dynamic",
    "dhcp-authoritative",
    `dhcp-range=${text(config.network)},static,${text(config.netmask)},${text(config.leaseTime)}`,
    "dhcp-ignore=tag:!known",
    // Without a value dnsmasq would name itself.
    router === undefined ? "dhcp-option=option:router" : `dhcp-option=option:router,${text(router)}`,
    `dhcp-option=${["option:dns-server", ...dnsServers.map(text)].join(",")}`,
    ...(domain === undefined ? [] : [`domain=${text(domain)}`]),
    ...(config.noPing === true ? ["no-ping"] : []),
    "dhcp-match=set:ipxe,175",
    `dhcp-boot=tag:ipxe,http://${text(config.server)}/boot.ipxe`,
    ...bootFileLines(config.bootFiles),
    `dhcp-hostsdir=${text(config.hostsDirectory)}`,
    `dhcp-optsdir=${text(config.optionsDirectory)}`,
    `dhcp-leasefile=${text(config.leaseFile)}`,
    "log-dhcp",
    `log-facility=${text(config.logFile)}`,
  ]);
}

/** Firmware tells its architecture (RFC 4578): 0 is BIOS, 7 and 9 are UEFI on x86-64. */
function bootFileLines(files: DnsmasqConfig["bootFiles"]): readonly string[] {
  if (files === undefined) return [];
  return [
    "enable-tftp",
    `tftp-root=${text(files.root)}`,
    "dhcp-match=set:bios,option:client-arch,0",
    "dhcp-match=set:uefi,option:client-arch,7",
    "dhcp-match=set:uefi,option:client-arch,9",
    `dhcp-boot=tag:!ipxe,tag:bios,${text(files.bios)}`,
    `dhcp-boot=tag:!ipxe,tag:uefi,${text(files.uefi)}`,
  ];
}

/** Writes the guest's file in the hosts directory. */
export function renderHostFile(extension: GuestExtension): string {
  return lines([hostLine(checked(extension))]);
}

/** Writes the guest's file in the options directory. */
export function renderOptionsFile(extension: GuestExtension): string {
  return lines(optionLines(checked(extension)));
}

/** Writes both as one file for dnsmasq's `conf-dir`. */
export function renderExtension(extension: GuestExtension): string {
  const sound = checked(extension);
  return lines([`dhcp-host=${hostLine(sound)}`, ...optionLines(sound).map((line) => `dhcp-option=${line}`)]);
}

function hostLine({ mac, address, hostname }: GuestExtension): string {
  return [upperCaseMac(text(mac)), `set:${tagOf(hostname)}`, text(address), text(hostname)].join(",");
}

function optionLines({ hostname, ignitionFile, installDisk }: GuestExtension): readonly string[] {
  const option = (number: number, value: unknown): string =>
    `tag:${tagOf(hostname)},encap:${OUR_OPTION},${number},${quote(text(value))}`;
  return [option(IGNITION_FILE, ignitionFile), option(INSTALL_DISK, installDisk)];
}

/** Ties a guest's host line to its options. */
function tagOf(hostname: unknown): string {
  return `${text(hostname)}tag`;
}

function checked(extension: GuestExtension): GuestExtension {
  refuseErrors(validateExtension(extension), "dnsmasq");
  refuseLate(extension, "dnsmasq");
  return extension;
}

/** Nothing is late any more where this is called. */
function text(value: unknown): string {
  return String(value);
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
