import type { DnsmasqConfig } from "../../dnsmasq/schema";
import type { BuildUnit } from "../../units/schema";
import type { MaybeLate } from "../../values/late";
import { AT_BOOT, HARDENED, RESTARTED, RETRIED, watched } from "../container";
import { CONFIG_FOLDER, script, textFile, type ServiceImage } from "../files";
import { DEFAULT_IMAGES, imageName, type ImagePin } from "../image-pin";
import { VOLUME_SETUP } from "../setup/volume-setup";
import { volumeUnit } from "../volumes";
import { containerfile } from "./containerfile";
import { WATCHER } from "./watcher";

/** Properties of {@link dnsmasqService}. */
export interface DnsmasqServiceProps {
  /** IPv4 address of the install VM. */
  readonly address: MaybeLate<string>;

  /** First address of the install network, such as `10.20.0.0`. */
  readonly network: MaybeLate<string>;
  readonly netmask: MaybeLate<string>;

  /**
   * NIC of the install VM that guests are served on. A `*` may end it.
   *
   * @default "en*"
   */
  readonly interface?: MaybeLate<string>;

  /** @default - none is told */
  readonly router?: MaybeLate<string>;

  /** @default - none is told */
  readonly dnsServers?: readonly MaybeLate<string>[];

  /** @default - none is told */
  readonly ntpServers?: readonly MaybeLate<string>[];

  /** @default - none is told */
  readonly domain?: MaybeLate<string>;

  /** @default - none is told */
  readonly searchDomains?: readonly MaybeLate<string>[];

  /** @default "1h" */
  readonly leaseTime?: MaybeLate<string>;

  /**
   * What its image is built on.
   *
   * @default - Debian by its tag
   */
  readonly base?: ImagePin;
}

const FOLDER = `${CONFIG_FOLDER}/dnsmasq`;
const CONTEXT = `${CONFIG_FOLDER}/build/dnsmasq`;

const BUILD: BuildUnit = {
  name: "dnsmasq.build",
  Unit: { Description: "Image of the DHCP server" },
  Build: { ImageTag: ["localhost/slipway-dnsmasq:1"], SetWorkingDirectory: CONTEXT },
  Service: RETRIED,
};

/** DHCP for the guests that are known by their files, and TFTP for firmware that has no iPXE yet. */
export function dnsmasqService(props: DnsmasqServiceProps): ServiceImage {
  return {
    buildContext: [
      textFile(`${CONTEXT}/Containerfile`, containerfile(imageName(props.base ?? DEFAULT_IMAGES.debian))),
      script(`${CONTEXT}/serve-dhcp`, WATCHER),
    ],
    files: [
      { path: `${FOLDER}/dnsmasq.conf`, mode: 0o644, contents: { kind: "dnsmasq", config: dnsmasqConfig(props) } },
    ],
    units: [
      BUILD,
      {
        name: "dnsmasq.container",
        Unit: {
          Description: "DHCP server",
          Requires: [VOLUME_SETUP],
          After: [VOLUME_SETUP],
        },
        Container: {
          ...HARDENED,
          // Whether something listens on port 67, in the kernel's own words: the image has no program that asks.
          ...watched("grep --quiet :0043 /proc/net/udp"),
          Memory: "128m",
          ContainerName: "dnsmasq",
          Image: BUILD,
          AddCapability: [
            "NET_ADMIN",
            "NET_RAW",
            "NET_BIND_SERVICE",
            "SETUID",
            "SETGID",
            "KILL",
            "CHOWN",
            "DAC_OVERRIDE",
          ],
          Volume: [
            { source: `${FOLDER}/dnsmasq.conf`, target: "/etc/dnsmasq.conf", options: ["ro", "z"] },
            { volume: volumeUnit("dhcp"), target: "/srv/dhcp", options: ["ro", "z"] },
            { volume: volumeUnit("log"), target: "/srv/log", options: ["z"] },
          ],
        },
        Service: RESTARTED,
        Install: AT_BOOT,
      },
    ],
  };
}

/** Folders are those of the container, boot files those of its image. */
export function dnsmasqConfig(props: DnsmasqServiceProps): DnsmasqConfig {
  const { network, netmask, router, dnsServers = [], ntpServers = [], domain, searchDomains = [] } = props;
  return {
    mode: "dhcp",
    interfaces: [props.interface ?? "en*"],
    subnets: [
      {
        network,
        netmask,
        leaseTime: props.leaseTime ?? "1h",
        ...(router === undefined ? {} : { router }),
        ...(dnsServers.length === 0 ? {} : { dnsServers }),
        ...(ntpServers.length === 0 ? {} : { ntpServers }),
        ...(domain === undefined ? {} : { domain }),
        ...(searchDomains.length === 0 ? {} : { searchDomains }),
      },
    ],
    boot: {
      script: ["http://", props.address, "/boot.ipxe"],
      tftp: { root: "/usr/lib/ipxe", bios: "undionly.kpxe", uefi: "snponly.efi" },
    },
    guests: { form: "directories", hosts: "/srv/dhcp/hosts", options: "/srv/dhcp/options" },
    leaseFile: "/srv/log/dnsmasq.leases",
    logFile: "/srv/log/dnsmasq.log",
  };
}
