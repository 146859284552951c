import type { Construct } from "constructs";
import type { IgnitionConfig as IgnitionData } from "../ignition/schema";
import { ByteSize } from "../values/byte-size";
import { allot } from "./allot";
import { macAddressOf } from "./mac-address";
import { nodeNameOf, type Placement } from "./placement";
import type { Proxmox } from "./proxmox";
import type { Subnet } from "./subnet";
import type { VmHa, VmWatchdog } from "./vm-devices";
import type { VmProps } from "./vm-props";
import { sizingOf } from "./vm-sizing";
import type { VmSpec } from "./vm-spec";

/** What guests of all kinds have. Whatever may come from another resource may be a CDKTF token. */
export interface MachineProps extends VmProps {
  /**
   * Unique in its cluster.
   *
   * @default - the next free one from 101 on, kept in slipway.lock.json
   */
  readonly vmId?: number;

  /**
   * IPv4 address on the install network.
   *
   * @default - the next free one from the twelfth of the subnet on, such as 10.20.0.11, kept in slipway.lock.json
   */
  readonly address?: string;

  /**
   * Ethernet address, by which dnsmasq knows a guest that it installs. Unicast, in upper case.
   *
   * @default - made of the VM id
   */
  readonly macAddress?: string;

  /**
   * Node that it is created on, by name or as a placement chooses it. A guest that has moved since stays where it is.
   *
   * @default - each node in turn
   */
  readonly nodeName?: string | Placement;

  /** @default "x86-64-v2-AES" */
  readonly cpuType?: string;

  /**
   * Memory, in MiB. For a guest that is installed at least 2048, the least that the live system starts with.
   *
   * @default 4096
   */
  readonly memoryMiB?: number;

  /**
   * Firmware. OVMF gets an EFI disk and a random number generator, without which it does not boot from the network.
   *
   * @default "seabios"
   */
  readonly bios?: "seabios" | "ovmf";

  /**
   * Disk of the system.
   *
   * @default ByteSize.gib(20)
   */
  readonly systemDisk?: ByteSize;

  /**
   * Public keys that may log in as `core`.
   *
   * @default - the one of its Proxmox
   */
  readonly sshAuthorizedKeys?: readonly string[];

  /**
   * What its Ignition config starts with.
   *
   * @default - name, address and keys, and the report of one that is installed over the network
   */
  readonly ignition?: IgnitionData;

  /**
   * Tags in Proxmox, in lower case.
   *
   * @default - `slipway` and `guest`
   */
  readonly tags?: readonly string[];

  /**
   * Whether the node starts it when it boots.
   *
   * @default true
   */
  readonly onBoot?: boolean;

  /**
   * Refuses removal of the VM and its disks.
   *
   * @default false
   */
  readonly protection?: boolean;

  /**
   * Whether it has a TPM, as a disk that unlocks itself needs one.
   *
   * @default false
   */
  readonly tpm?: boolean;

  /** @default - none */
  readonly watchdog?: VmWatchdog;

  /**
   * Membership in the cluster's high availability. It needs Sys.Audit and Sys.Console on `/`, and disks that other nodes reach.
   *
   * @default - none
   */
  readonly ha?: VmHa;

  /**
   * Seconds that it gets to shut down before it is stopped.
   *
   * @default 60
   */
  readonly shutdownTimeout?: number;
}

/** What is settled about a guest before anything is made of it. */
export interface GuestIdentity {
  readonly proxmox: Proxmox;
  readonly subnet: Subnet;
  readonly vmId: number;
  readonly hostname: string;
  readonly address: string;
  readonly macAddress: string;
  readonly nodeName: string;
}

/**
 * Settles it: what the properties leave open comes from the network, the lock file and the order of the nodes.
 *
 * @param nodeOf the node of a machine that names none; by default the next one in turn
 */
export function identify(
  guest: Construct,
  { hostname = guest.node.id, ...props }: MachineProps,
  proxmox: Proxmox,
  subnet: Subnet,
  nodeOf: (vmId: number) => string = () => proxmox.nextNode(),
): GuestIdentity {
  const { vmId, address } = allot(guest, props, proxmox, subnet);
  const { macAddress = macAddressOf(vmId), nodeName = nodeOf(vmId) } = props;
  return { proxmox, subnet, vmId, hostname, address, macAddress, nodeName: nodeNameOf(nodeName) };
}

/** Description of a guest's VM, with its system disk alone. */
export function guestSpec(props: MachineProps, guest: GuestIdentity): VmSpec {
  const { proxmox, subnet, macAddress, address } = guest;
  const datastoreId = proxmox.diskDatastore;
  const bios = props.bios ?? "seabios";
  return {
    vmId: guest.vmId,
    name: guest.hostname,
    nodeName: guest.nodeName,
    description: props.description,
    tags: props.tags ?? ["guest", "slipway"],
    poolId: proxmox.props.poolId,
    cores: props.cores ?? 2,
    cpuType: props.cpuType ?? "x86-64-v2-AES",
    memoryMiB: props.memoryMiB ?? 4096,
    ...sizingOf(props),
    bios,
    onBoot: props.onBoot ?? true,
    started: true,
    protection: props.protection ?? false,
    rng: true,
    bootOrder: ["virtio0", "net0"],
    disks: [
      {
        interface: "virtio0",
        datastoreId,
        sizeGiB: (props.systemDisk ?? ByteSize.gib(20)).gib,
        serial: "system",
        backup: true,
      },
    ],
    efiDisk: bios === "ovmf" ? { datastoreId } : undefined,
    tpm: props.tpm === true ? { datastoreId } : undefined,
    watchdog: props.watchdog,
    ha: props.ha,
    shutdownTimeout: props.shutdownTimeout,
    networkDevices: [{ bridge: subnet.bridge, macAddress, vlanId: subnet.vlanId, addresses: [address] }],
    filtered: props.filtered ?? true,
  };
}
