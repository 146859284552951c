import { upperCaseMac } from "../../values/mac-address";
import { IGNITION_FILE, INSTALL_DISK, OUR_OPTION, quote } from "../escape";
import type { DhcpConfig, GuestExtension } from "../schema";
import { text } from "./text";

type Reservation = NonNullable<DhcpConfig["reservations"]>[number];

/** Where dnsmasq finds the guests' files. */
export function guestLines(guests: DhcpConfig["guests"]): readonly string[] {
  if (guests === undefined) return [];
  return guests.form === "files"
    ? [`conf-dir=${text(guests.directory)},*.conf`]
    : [`dhcp-hostsdir=${text(guests.hosts)}`, `dhcp-optsdir=${text(guests.options)}`];
}

/** A machine in the base configuration itself. */
export function reservationLine({ mac, address, hostname }: Reservation): string {
  return `dhcp-host=${[upperCaseMac(text(mac)), text(address), text(hostname)].join(",")}`;
}

/** A guest as it stands after `dhcp-host=`. */
export function hostLine({ mac, address, hostname }: GuestExtension): string {
  return [upperCaseMac(text(mac)), `set:${tagOf(hostname)}`, text(address), text(hostname)].join(",");
}

/** What a guest is told, as it stands after `dhcp-option=`. */
export function optionLines({ hostname, ignitionFile, installDisk }: GuestExtension): readonly string[] {
  const option = (number: number, value: unknown): string =>
    `tag:${tagOf(hostname)},encap:${OUR_OPTION},${number},${quote(text(value))}`;
  return [option(IGNITION_FILE, ignitionFile), option(INSTALL_DISK, installDisk)];
}

/** Ties a guest's host line to its options. */
function tagOf(hostname: unknown): string {
  return `${text(hostname)}tag`;
}
