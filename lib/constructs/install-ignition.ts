import { Fn } from "cdktf";
import type { CoreosRelease } from "../coreos/stream";
import type { IgnitionConfig as IgnitionData } from "../ignition/schema";
import type { ServiceImage } from "../images/files";
import { QUADLET_FOLDER } from "../images/files";
import type { InstallImages } from "../images/image-pin";
import { installServices } from "../images/install-services";
import { containerStorageMount, DATA_DISK, partitionOf, VOLUMES } from "../images/volumes";
import { isQuadlet, type Unit } from "../units/schema";
import type { MaybeLate } from "../values/late";
import { defined } from "./defined";
import type { Subnet } from "./subnet";
import { isToken, toLate } from "./tokens";

/** What the services of an install VM have to know. */
export interface InstallIgnition {
  readonly hostname: string;
  readonly address: string;
  readonly subnet: Subnet;
  readonly release: CoreosRelease;
  readonly hostKeyGeneration: number;
  readonly images: InstallImages;
  /** Public keys that may log in over SFTP. */
  readonly authorizedKeys: readonly string[];
}

/** The part of the install VM's Ignition config that holds its data disk and its services. */
export function installIgnition(install: InstallIgnition): IgnitionData {
  const services = installServices(serviceProps(install));
  return {
    storage: {
      disks: [
        {
          device: DATA_DISK,
          partitions: VOLUMES.map(({ label, number, sizeMiB, startMiB }) => ({ label, number, sizeMiB, startMiB })),
        },
      ],
      filesystems: VOLUMES.map(({ label }) => ({ device: partitionOf(label), format: "ext4", label })),
      files: [...services.flatMap(files), ...services.flatMap(quadlets)],
    },
    systemd: {
      units: [
        containerStorageMount(),
        ...services.flatMap(({ units }) => units.filter((unit) => !isQuadlet(unit))),
      ].map((unit) => ({ unit, ...(unit.Install === undefined ? {} : { enabled: true }) })),
    },
  };
}

function serviceProps(install: InstallIgnition): Parameters<typeof installServices>[0] {
  const { hostname, release, subnet } = install;
  const { alpine, coreosInstaller, debian, nginx } = install.images;
  const address = toLate(install.address);
  const { cidr, gateway, dnsServers, ntpServers, domain, searchDomains } = subnet;
  return {
    dnsmasq: {
      address,
      network: cidr.network,
      netmask: cidr.netmask,
      router: toLate(gateway),
      dnsServers: dnsServers.map(toLate),
      ntpServers: ntpServers.map(toLate),
      searchDomains: searchDomains.map(toLate),
      ...(domain === undefined ? {} : { domain: toLate(domain) }),
      ...defined({ base: debian }),
    },
    http: {
      serverAddress: address,
      release: release.release,
      kernel: fileName(release.kernel.url),
      initramfs: fileName(release.initramfs.url),
      rootfs: fileName(release.rootfs.url),
      ...defined({ image: nginx }),
    },
    sftp: {
      vmName: hostname,
      hostKeyGeneration: install.hostKeyGeneration,
      authorizedKeys: lines(install.authorizedKeys),
      ...defined({ base: alpine }),
    },
    downloader: {
      release: release.release,
      files: [release.kernel, release.initramfs, release.rootfs],
      ...defined({ image: coreosInstaller }),
    },
  };
}

type Files = NonNullable<NonNullable<IgnitionData["storage"]>["files"]>;

function files({ buildContext, files: own }: ServiceImage): Files {
  return [...buildContext, ...own].map(({ path, mode, contents }) => ({
    path,
    mode,
    contents: contents.kind === "text" ? contents.text : { document: contents },
  }));
}

function quadlets({ units }: ServiceImage): Files {
  return units.filter(isQuadlet).map((unit: Unit) => ({
    path: `${QUADLET_FOLDER}/${unit.name}`,
    mode: 0o644,
    contents: { document: { kind: "unit", unit } },
  }));
}

/** Texts for a line each; of a list that is not known at synth, OpenTofu makes one text of several lines. */
function lines(texts: readonly string[]): readonly MaybeLate<string>[] {
  return isToken(texts) ? [toLate(Fn.join("\n", [...texts]))] : texts.map(toLate);
}

function fileName(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
