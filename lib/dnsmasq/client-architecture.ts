/**
 * What a machine's firmware is, by what it loads. Option 93 of its request says which: the numbers are those of RFC 4578
 * and of IANA's registry "Processor Architecture Types". 9 is what the registry has for the byte code of EFI, and what
 * some firmware of x86-64 says; most says 7.
 */
export interface ClientArchitecture {
  /** Tag that its requests are given. */
  readonly tag: string;
  readonly numbers: readonly number[];
}

/** Firmware that loads a file by TFTP, by the names of the boot files. */
export const PXE_ARCHITECTURES = {
  bios: { tag: "bios", numbers: [0] },
  uefi: { tag: "uefi", numbers: [7, 9] },
  uefi32: { tag: "uefi32", numbers: [6] },
  uefiArm64: { tag: "uefi-arm64", numbers: [11] },
} as const satisfies Readonly<Record<string, ClientArchitecture>>;

/** Firmware that loads a file from a URL, by the names of the boot URLs. */
export const HTTP_ARCHITECTURES = {
  uefi: { tag: "http-uefi", numbers: [16] },
  uefi32: { tag: "http-uefi32", numbers: [15] },
  uefiArm64: { tag: "http-uefi-arm64", numbers: [19] },
} as const satisfies Readonly<Record<string, ClientArchitecture>>;

/** Tag of what is iPXE already: it sends option 175, and nothing else does. */
export const IPXE = "ipxe";
export const IPXE_OPTION = 175;

/** Tag that dnsmasq itself gives to machines that it has a host line for. */
export const KNOWN = "known";

/** Every tag with a meaning of its own. dnsmasq also sets the name of the interface as a tag, which must be none of these. */
export const OWN_TAGS: readonly string[] = [
  KNOWN,
  "known-othernet",
  "bootp",
  "dhcpv6",
  IPXE,
  ...[...Object.values(PXE_ARCHITECTURES), ...Object.values(HTTP_ARCHITECTURES)].map(({ tag }) => tag),
];

/** Tag of a named subnet. Neither a host's tag nor, by our rules, an interface begins like this. */
export function subnetTag(name: string): string {
  return `subnet_${name}`;
}
