import { Installation, type InstallationConfig } from "@slipway/provider-slipway/lib/installation";
import { dependable, Lazy, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { guestReport } from "../images/guest/report";
import { checkLater, report } from "./app-check";
import { claim } from "./claims";
import type { Origin } from "./config-in-parts";
import { ConfigTrigger } from "./config-trigger";
import { DataDisk, type DataDiskProps } from "./data-disk";
import { diskSizes } from "./disk-sizes";
import { DnsmasqExtension } from "./dnsmasq-extension";
import type { VmResource } from "./drivers/driver";
import { guestFiles } from "./guest-files";
import { devicePath, type GuestVmProps, SYSTEM_DISK } from "./guest-vm-props";
import { IgnitionConfig } from "./ignition-config";
import { machineIdentity } from "./machine-identity";
import { type GuestIdentity, guestSpec, identify } from "./machine-props";
import { liveMemoryProblems } from "./live-memory";
import { placeProblems } from "./placement";
import { StartOrder } from "./start-order";
import { toLate } from "./tokens";
import { validateVmSpec, type VmSpec } from "./vm-spec";

/** A Fedora CoreOS VM that installs itself over the network from its install VM. */
export class GuestVm extends Construct {
  /** IPv4 address on the install network. */
  readonly address: string;
  readonly hostname: string;
  readonly macAddress: string;

  /** Its config, to be added to. */
  readonly ignition: IgnitionConfig;

  /** The VM, as the resource of the provider that makes it: the way to what has no property here. */
  readonly vm: VmResource;

  /** Waits until the guest has reported. Whatever needs the guest itself depends on it. */
  readonly installation: Installation;

  /** Which guests this one starts after. */
  readonly startOrder: StartOrder<GuestVm> = new StartOrder<GuestVm>(this);

  private spec: VmSpec;

  constructor(scope: Construct, id: string, props: GuestVmProps) {
    super(scope, id);
    const { install } = props;
    const guest = identify(this, props, props.proxmox ?? install.proxmox, install.subnet);
    const { proxmox, subnet, vmId, hostname, address, macAddress } = guest;
    this.address = address;
    this.hostname = hostname;
    this.macAddress = macAddress;
    this.ignition = this.prepareIgnition(guest, props);

    const installDisk = devicePath(props.installDisk ?? SYSTEM_DISK);
    const extension = new DnsmasqExtension(this, "dnsmasq", { vmId, macAddress, address, hostname, installDisk });
    const files = guestFiles(this, "files", guest, install, this.ignition, extension);
    const { nonce } = files.files.get(0);

    const policy = props.onIgnitionChange ?? "replace";
    const trigger = policy === "replace" ? [new ConfigTrigger(this, "config", nonce)] : [];
    this.spec = guestSpec(props, guest);
    const order = Lazy.numberValue({ produce: () => this.startOrder.batch });
    if (props.startInOrder === true) this.spec = { ...this.spec, startup: { order } };
    this.vm = proxmox.driver.createVm(this, "vm", this.spec, {
      proxmox,
      dependsOn: [files],
      replaceTriggeredBy: trigger,
    });

    this.installation = new Installation(this, "installation", {
      ...proxmox.slipway(this),
      name: hostname,
      vmId: this.vm.vmId,
      ...machineOf(this.vm),
      macAddress,
      address,
      server: install.server(this),
      nonce,
      onChange: policy,
      timeout: props.installTimeout ?? 1800,
    });

    claim(this, "vm-id", proxmox.identity, vmId, "vmId");
    claim(this, "mac-address", subnet.bridge, macAddress, "macAddress");
    claim(this, "address", subnet.bridge, address, "address");
    claim(this, "host-name", subnet.bridge, hostname, "hostname");
    checkLater(this, () => [
      ...subnet.hostProblems(address, ["address"]),
      ...placeProblems(props.nodeName, proxmox, this.spec),
      ...validateVmSpec(this.spec),
      ...liveMemoryProblems(this.spec),
    ]);
  }

  /** Public SSH host keys, as the guest itself reported them. */
  get sshHostKeys(): string[] {
    return this.installation.sshHostKeys;
  }

  /** The Fedora CoreOS release that it was installed with. */
  get release(): string {
    return this.installation.release;
  }

  /** Adds a disk for data, with a file system that is mounted. It survives when the guest is installed again. */
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

  /** Has this guest created only when others are installed, and, with `startInOrder`, started after them. */
  startAfter(...others: readonly GuestVm[]): this {
    for (const other of others) {
      const problems = this.startOrder.add(other);
      report(this, problems);
      if (problems.length === 0) this.waitFor(other);
    }
    return this;
  }

  private waitFor(other: GuestVm): void {
    const [here, there] = [TerraformStack.of(this), TerraformStack.of(other)];
    if (here !== there) {
      here.addDependency(there);
      return;
    }
    const { resource } = this.vm;
    resource.dependsOn = [...(resource.dependsOn ?? []), dependable(other.installation)];
  }

  private prepareIgnition(guest: GuestIdentity, props: GuestVmProps): IgnitionConfig {
    const { hostname, address, subnet, vmId, proxmox } = guest;
    const sshAuthorizedKeys = props.sshAuthorizedKeys ?? proxmox.props.sshPublicKeys ?? [];
    const { file, unit } = guestReport({ serverAddress: toLate(props.install.address), vmId: toLate(`${vmId}`) });
    const installDisk = devicePath(props.installDisk ?? SYSTEM_DISK);
    const origin: Origin = { machine: () => diskSizes(this.spec.disks, installDisk) };
    return new IgnitionConfig(this, "ignition", props.ignition, origin)
      .add(machineIdentity({ hostname, address, subnet, connection: "slipway", sshAuthorizedKeys }))
      .addFile({ path: file.path, mode: file.mode, contents: { document: file.contents } })
      .addUnit(unit);
  }
}

/**
 * Makes the installation follow a VM that is made anew: by its UUID or, where the VM's provider does not tell that, by the
 * resource's `id`, which is known for as long as the VM stays the same.
 */
function machineOf({ machine, resource }: VmResource): Pick<InstallationConfig, "machine" | "lifecycle"> {
  return machine === undefined ? { lifecycle: { replaceTriggeredBy: [`${dependable(resource)}.id`] } } : { machine };
}
