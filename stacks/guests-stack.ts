import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { GuestVm, type InstallVm } from "../lib";
import { localState } from "./local-state";
import type { Settings } from "./settings";

const NAMES = ["db", "web"];

/** Guests that an install VM of another stack installs: `db`, `web`, then `guest-3` and so on. */
export class GuestsStack extends TerraformStack {
  readonly guests: readonly GuestVm[];

  constructor(scope: Construct, id: string, install: InstallVm, settings: Settings) {
    super(scope, id);
    localState(this, settings.stateDirectory);
    this.guests = Array.from({ length: settings.guests }, (_, index) => this.guest(index, install));
    new TerraformOutput(this, "guests", {
      staticId: true,
      value: Object.fromEntries(this.guests.map((guest) => [guest.hostname, report(guest)])),
    });
  }

  private guest(index: number, install: InstallVm): GuestVm {
    const name = NAMES[index] ?? `guest-${index + 1}`;
    const { nodes } = install.proxmox;
    return new GuestVm(this, name, {
      install,
      vmId: 101 + index,
      address: install.subnet.nth(11 + index),
      nodeName: nodes[(index + 1) % nodes.length] ?? "",
    });
  }
}

/** What `tofu output` tells of a guest. */
function report({ vm, address, installation }: GuestVm) {
  return {
    vm_id: vm.vmId,
    node: vm.nodeName,
    address,
    release: installation.release,
    installed_in: installation.installedIn,
    ssh_host_keys: installation.sshHostKeys,
    ssh_host_key_fingerprint: installation.sshHostKeyFingerprint,
  };
}
