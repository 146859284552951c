import { refuseErrors } from "../values/config-error";
import { refuseLate } from "../values/late-left";
import { withoutUndefined } from "../values/without-undefined";
import { KNOWN } from "./client-architecture";
import { bootLines, proxyBootLines } from "./rendering/boot";
import { guestLines, hostLine, optionLines, reservationLine } from "./rendering/guests";
import { rangeLines, subnetLines } from "./rendering/subnets";
import { lines, text } from "./rendering/text";
import type { DhcpConfig, DnsmasqConfig, GuestExtension, ProxyConfig } from "./schema";
import { validateConfig, validateExtension } from "./validate";

/**
 * Writes dnsmasq.conf: DHCP or proxy-DHCP, TFTP where wanted, no DNS.
 *
 * @throws ConfigError if a value is unsound or still late
 */
export function renderConfig(config: DnsmasqConfig): string {
  const given = withoutUndefined(config);
  refuseErrors(validateConfig(given), "dnsmasq");
  refuseLate(given, "dnsmasq");
  return lines(configLines(given));
}

/** The lines of a configuration that was checked before: nothing in it is looked at. */
export function configLines(config: DnsmasqConfig): readonly string[] {
  return [
    "port=0",
    ...listenLines(config),
    ...(config.mode === "dhcp" ? dhcpLines(config) : proxyLines(config)),
    `dhcp-leasefile=${text(config.leaseFile)}`,
    "log-dhcp",
    ...(config.logFile === undefined ? [] : [`log-facility=${text(config.logFile)}`]),
  ];
}

function listenLines({ interfaces, exceptInterfaces = [], binding = "dynamic" }: DnsmasqConfig): readonly string[] {
  return [
    ...interfaces.map((name) => `interface=${text(name)}`),
    ...exceptInterfaces.map((name) => `except-interface=${text(name)}`),
    binding === "dynamic" ? "bind-dynamic" : "bind-interfaces",
  ];
}

function dhcpLines(config: DhcpConfig): readonly string[] {
  const { authoritative = true, clients = "known", subnets, boot, guests, reservations = [], noPing } = config;
  return [
    ...(authoritative ? ["dhcp-authoritative"] : []),
    ...rangeLines(subnets),
    ...(clients === "known" ? [`dhcp-ignore=tag:!${KNOWN}`] : []),
    ...subnets.flatMap(subnetLines),
    ...(noPing === true ? ["no-ping"] : []),
    ...(boot === undefined ? [] : bootLines(boot)),
    ...reservations.map(reservationLine),
    ...guestLines(guests),
  ];
}

function proxyLines({ networks, boot }: ProxyConfig): readonly string[] {
  return [
    ...networks.map(({ network, netmask }) => `dhcp-range=${text(network)},proxy,${text(netmask)}`),
    ...proxyBootLines(boot),
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
  return lines(extensionLines(checked(extension)));
}

/** The lines of an extension that was checked before, as they stand in a configuration. */
export function extensionLines(extension: GuestExtension): readonly string[] {
  return [`dhcp-host=${hostLine(extension)}`, ...optionLines(extension).map((line) => `dhcp-option=${line}`)];
}

function checked(extension: GuestExtension): GuestExtension {
  const given = withoutUndefined(extension);
  refuseErrors(validateExtension(given), "dnsmasq");
  refuseLate(given, "dnsmasq");
  return given;
}
