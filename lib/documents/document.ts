import type { Grub } from "../butane/schema";
import type { DnsmasqConfig, GuestExtension } from "../dnsmasq/schema";
import type { IgnitionConfig } from "../ignition/schema";
import type { IpxeScript } from "../ipxe/schema";
import type { Unit } from "../units/schema";
import type { Problem } from "../values/config-error";
import type { Text } from "../values/late";

/** Anything that Slipway can check and turn into bytes. */
export type Document =
  | { readonly kind: "ignition"; readonly config: IgnitionConfig }
  /** Any systemd unit or quadlet. */
  | { readonly kind: "unit"; readonly unit: Unit }
  /** The base config, `dnsmasq.conf`. */
  | { readonly kind: "dnsmasq"; readonly config: DnsmasqConfig }
  /** A guest's file in dnsmasq's `dhcp-hostsdir`. */
  | { readonly kind: "dnsmasq-host"; readonly extension: GuestExtension }
  /** A guest's file in dnsmasq's `dhcp-optsdir`. */
  | { readonly kind: "dnsmasq-options"; readonly extension: GuestExtension }
  /** A guest's host and options in one `.conf`. */
  | { readonly kind: "dnsmasq-extension"; readonly extension: GuestExtension }
  | { readonly kind: "ipxe"; readonly script: IpxeScript }
  /** What `/boot/grub2/user.cfg` says of the superusers of GRUB. */
  | { readonly kind: "grub"; readonly grub: Grub }
  /** Any text, as it stands. */
  | { readonly kind: "text"; readonly text: Text }
  /** Any bytes, in base64. */
  | { readonly kind: "bytes"; readonly base64: string };

/** A document as bytes. */
export interface RenderedDocument {
  readonly bytes: Buffer;

  /** sha512 of the bytes, in lower-case hex. */
  readonly sha512: string;

  /** The 32 hex digits by which an Ignition config's guest reports; null for other documents. */
  readonly nonce: string | null;

  /** What looks wrong but is not refused. */
  readonly warnings: readonly Problem[];
}
