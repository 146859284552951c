import { Construct } from "constructs";
import { report } from "./app-check";
import type { Origin } from "./config-in-parts";
import { DataDisk, type DataDiskProps } from "./data-disk";
import { diskSizes } from "./disk-sizes";
import type { VmResource } from "./drivers/driver";
import { IgnitionConfig } from "./ignition-config";
import { machineIdentity } from "./machine-identity";
import { type GuestIdentity, guestSpec, identify, type MachineProps } from "./machine-props";
import type { Proxmox } from "./proxmox";
import type { Subnet } from "./subnet";
import type { VmSpec } from "./vm-spec";

/** Where a guest is, as far as its kind settles it. */
export interface GuestPlace {
  readonly proxmox: Proxmox;
  readonly subnet: Subnet;

  /** The device that its system is on. */
  readonly systemDevice: string;

  /**
   * The node of a guest that names none.
   *
   * @default - the next one in turn
   */
  readonly nodeOf?: (vmId: number) => string;
}

/** What guests of all kinds are: a Fedora CoreOS VM with a config of its own, to which disks can be added. */
export abstract class GuestMachine extends Construct {
  /** IPv4 address on the network that its subnet describes. */
  readonly address: string;
  readonly hostname: string;
  readonly macAddress: string;

  /** Its config, to be added to. */
  readonly ignition: IgnitionConfig;

  /** The VM, as the resource of the provider that makes it: the way to what has no property here. */
  abstract readonly vm: VmResource;

  protected readonly identity: GuestIdentity;

  /** With its system disk alone, to begin with. */
  protected spec: VmSpec;

  constructor(scope: Construct, id: string, props: MachineProps, place: GuestPlace) {
    super(scope, id);
    this.identity = identify(this, props, place.proxmox, place.subnet, place.nodeOf);
    const { proxmox, subnet, hostname, address, macAddress } = this.identity;
    this.address = address;
    this.hostname = hostname;
    this.macAddress = macAddress;
    this.spec = guestSpec(props, this.identity);
    const sshAuthorizedKeys = props.sshAuthorizedKeys ?? proxmox.props.sshPublicKeys ?? [];
    const origin: Origin = { machine: () => diskSizes(this.spec.disks, place.systemDevice) };
    this.ignition = new IgnitionConfig(this, "ignition", props.ignition, origin).add(
      machineIdentity({ hostname, address, subnet, connection: "slipway", sshAuthorizedKeys }),
    );
  }

  /**
   * Adds a disk for data, with a file system that is mounted. It survives when the guest is installed again, and goes with
   * the VM when that is replaced.
   */
  addDataDisk(name: string, props: DataDiskProps): DataDisk {
    const disk = new DataDisk(name, props);
    const { disks } = this.spec;
    const [{ datastoreId } = { datastoreId: "" }] = disks;
    this.spec = { ...this.spec, disks: [...disks, disk.vmDisk(disks.length, datastoreId)] };
    this.vm.setDisks(this.spec.disks);
    this.ignition.add(disk.ignition);
    report(this, disk.problems());
    return disk;
  }
}
