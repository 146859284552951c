import { Installation, type InstallationConfig } from "@slipway/provider-slipway/lib/installation";
import { dependable, Lazy, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { guestReport } from "../images/guest/report";
import { report } from "./app-check";
import { checkMachine } from "./check-machine";
import { ConfigTrigger } from "./config-trigger";
import { DnsmasqExtension } from "./dnsmasq-extension";
import type { VmResource } from "./drivers/driver";
import { guestFiles } from "./guest-files";
import { GuestMachine } from "./guest-machine";
import { devicePath, type GuestVmProps, SYSTEM_DISK } from "./guest-vm-props";
import { liveMemoryProblems } from "./live-memory";
import { StartOrder } from "./start-order";
import { toLate } from "./tokens";

/** A Fedora CoreOS VM that installs itself over the network from its install VM. */
export class GuestVm extends GuestMachine {
  readonly vm: VmResource;

  /** Waits until the guest has reported. Whatever needs the guest itself depends on it. */
  readonly installation: Installation;

  /** Which guests this one starts after. */
  readonly startOrder: StartOrder<GuestVm> = new StartOrder<GuestVm>(this);

  constructor(scope: Construct, id: string, props: GuestVmProps) {
    const { install, proxmox = install.proxmox } = props;
    const installDisk = devicePath(props.installDisk ?? SYSTEM_DISK);
    super(scope, id, props, { proxmox, subnet: install.subnet, systemDevice: installDisk });
    const { vmId, hostname, address, macAddress } = this.identity;
    const { file, unit } = guestReport({ serverAddress: toLate(install.address), vmId: toLate(`${vmId}`) });
    this.ignition.addFile({ path: file.path, mode: file.mode, contents: { document: file.contents } }).addUnit(unit);

    const extension = new DnsmasqExtension(this, "dnsmasq", { vmId, macAddress, address, hostname, installDisk });
    const files = guestFiles(this, "files", this.identity, install, this.ignition, extension);
    const { nonce } = files.files.get(0);

    const policy = props.onIgnitionChange ?? "replace";
    const trigger = policy === "replace" ? [new ConfigTrigger(this, "config", nonce)] : [];
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

    checkMachine(this, this.identity, {
      nodeName: props.nodeName,
      spec: () => this.spec,
      own: liveMemoryProblems,
    });
  }

  /** Public SSH host keys, as the guest itself reported them. */
  get sshHostKeys(): string[] {
    return this.installation.sshHostKeys;
  }

  /** The Fedora CoreOS release that it was installed with. */
  get release(): string {
    return this.installation.release;
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
}

/**
 * Makes the installation follow a VM that is made anew: by its UUID or, where the VM's provider does not tell that, by the
 * resource's `id`, which is known for as long as the VM stays the same.
 */
function machineOf({ machine, resource }: VmResource): Pick<InstallationConfig, "machine" | "lifecycle"> {
  return machine === undefined ? { lifecycle: { replaceTriggeredBy: [`${dependable(resource)}.id`] } } : { machine };
}
