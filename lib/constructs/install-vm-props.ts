import type { CoreosRelease } from "../coreos/stream";
import type { InstallImages } from "../images/image-pin";
import { ByteSize } from "../values/byte-size";
import { macAddressOf } from "./mac-address";
import { nodeNameOf, type Placement } from "./placement";
import type { Proxmox } from "./proxmox";
import type { Subnet } from "./subnet";
import type { VmHa } from "./vm-devices";
import type { VmProps } from "./vm-props";
import { sizingOf } from "./vm-sizing";
import type { VmSpec, VmStartup } from "./vm-spec";

export type { ImagePin, InstallImages } from "../images/image-pin";

/** Properties of {@link InstallVm}. */
export interface InstallVmProps extends VmProps {
  readonly proxmox: Proxmox;

  /** The install network. */
  readonly subnet: Subnet;

  /**
   * The Fedora CoreOS release that it runs and that guests install.
   *
   * @default - the one that slipway.lock.json pins
   */
  readonly release?: CoreosRelease;

  /** @default 9000 */
  readonly vmId?: number;

  /**
   * IPv4 address on the install network.
   *
   * @default - the third of the subnet, such as 10.20.0.2
   */
  readonly address?: string;

  /** @default - made of the VM id */
  readonly macAddress?: string;

  /**
   * Node that it is created on, by name or as a placement chooses it.
   *
   * @default - the first node
   */
  readonly nodeName?: string | Placement;

  /**
   * Memory, in MiB. At least 4096, since the live system runs from memory alone.
   *
   * @default 4096
   */
  readonly memoryMiB?: number;

  /**
   * Disk for the images that guests install and for all that has to survive a restart. It grows, but never shrinks.
   *
   * @default ByteSize.gib(32)
   */
  readonly dataDisk?: ByteSize;

  /**
   * Public keys of whoever runs OpenTofu, each as `ssh-ed25519 AAAA…`.
   *
   * @default - the one of its Proxmox
   */
  readonly authorizedKeys?: readonly string[];

  /**
   * Generation of the SFTP server's host key. A higher one is a new key.
   *
   * @default 1
   */
  readonly hostKeyGeneration?: number;

  /**
   * What follows a new image: the VM restarts at once, or whenever it boots next.
   *
   * @default "restart"
   */
  readonly onImageChange?: "restart" | "nextBoot";

  /**
   * Images of its containers, and what they are built on: `nginx`, `coreosInstaller`, `debian` and `alpine`. With a digest of
   * your registry, nobody can exchange one.
   *
   * @default - those that Slipway was made with, by their tags
   */
  readonly images?: InstallImages;

  /**
   * Further kernel arguments of the live system.
   *
   * @default - a console on the screen and on the serial port
   */
  readonly kernelArguments?: readonly string[];

  /**
   * Tags in Proxmox, in lower case.
   *
   * @default - `slipway` and `install`
   */
  readonly tags?: readonly string[];

  /**
   * Place in the node's start order. Setting it needs Sys.Modify on `/`.
   *
   * @default - none
   */
  readonly startup?: VmStartup;

  /**
   * Membership in the cluster's high availability. It needs Sys.Audit and Sys.Console on `/`, and a disk and an ISO that
   * other nodes reach.
   *
   * @default - none
   */
  readonly ha?: VmHa;
}

/** Everything about an install VM that is settled before its image is there. */
export interface InstallSettings extends Required<
  Pick<
    InstallVmProps,
    | "proxmox"
    | "subnet"
    | "vmId"
    | "hostname"
    | "address"
    | "macAddress"
    | "dataDisk"
    | "authorizedKeys"
    | "hostKeyGeneration"
    | "onImageChange"
    | "kernelArguments"
    | "images"
  >
> {
  readonly nodeName: string;
  readonly vm: Omit<VmSpec, "cdrom" | "bootOrder" | "disks">;
}

/** Puts the defaults in. */
export function installDefaults(id: string, props: InstallVmProps): InstallSettings {
  const { proxmox, subnet, vmId = 9000, hostname = id } = props;
  const { address = subnet.nth(2), macAddress = macAddressOf(vmId) } = props;
  const nodeName = nodeNameOf(props.nodeName ?? proxmox.nodes[0] ?? "");
  return {
    proxmox,
    subnet,
    vmId,
    hostname,
    address,
    macAddress,
    nodeName,
    dataDisk: props.dataDisk ?? ByteSize.gib(32),
    authorizedKeys: props.authorizedKeys ?? proxmox.props.sshPublicKeys ?? [],
    hostKeyGeneration: props.hostKeyGeneration ?? 1,
    onImageChange: props.onImageChange ?? "restart",
    kernelArguments: props.kernelArguments ?? ["console=tty0", "console=ttyS0,115200n8"],
    images: props.images ?? {},
    vm: {
      vmId,
      name: hostname,
      nodeName,
      description: props.description,
      tags: props.tags ?? ["install", "slipway"],
      poolId: proxmox.props.poolId,
      cores: props.cores ?? 2,
      cpuType: "x86-64-v2-AES",
      memoryMiB: props.memoryMiB ?? 4096,
      ...sizingOf(props),
      bios: "seabios",
      onBoot: true,
      started: true,
      protection: false,
      rng: true,
      networkDevices: [{ bridge: subnet.bridge, macAddress, vlanId: subnet.vlanId, addresses: [address] }],
      filtered: props.filtered ?? true,
      startup: props.startup,
      ha: props.ha,
    },
  };
}
