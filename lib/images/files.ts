import type { DnsmasqConfig } from "../dnsmasq/schema";
import type { IpxeScript } from "../ipxe/schema";
import type { Unit } from "../units/schema";
import type { Text } from "../values/late";

/** A file of the install VM or of a live system, ready to become one of an Ignition config. */
export interface ImageFile {
  /** Absolute path. */
  readonly path: string;

  /** Permission bits, such as `0o600`. */
  readonly mode: number;

  /** Some of the documents of `lib/documents`, which renders them. */
  readonly contents:
    | { readonly kind: "text"; readonly text: Text }
    | { readonly kind: "dnsmasq"; readonly config: DnsmasqConfig }
    | { readonly kind: "ipxe"; readonly script: IpxeScript }
    | { readonly kind: "bytes"; readonly base64: string };
}

/** A service of the install VM: everything that has to be on the machine for it. */
export interface ServiceImage {
  /** The folder that its image is built from; empty if the image is pulled. */
  readonly buildContext: readonly ImageFile[];

  readonly files: readonly ImageFile[];

  /** Quadlets, and other units that the service needs. */
  readonly units: readonly Unit[];
}

/** Where podman's generator looks for quadlets. */
export const QUADLET_FOLDER = "/etc/containers/systemd";

/** Folder on the install VM below which everything of ours is written. */
export const CONFIG_FOLDER = "/etc/slipway";

export function textFile(path: string, text: Text, mode = 0o644): ImageFile {
  return { path, mode, contents: { kind: "text", text } };
}

export function script(path: string, text: string): ImageFile {
  return textFile(path, text, 0o755);
}
