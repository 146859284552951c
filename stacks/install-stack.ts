import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { InstallVm, Proxmox, Subnet } from "../lib";
import { localState } from "./local-state";
import type { Settings } from "./settings";

/** The install network and the VM that installs all others. It is applied before any other stack is planned. */
export class InstallStack extends TerraformStack {
  readonly install: InstallVm;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    localState(this, settings.stateDirectory);
    const { subnet: cidr, gateway, bridge } = settings;
    this.install = new InstallVm(this, "install", {
      proxmox: new Proxmox(this, "proxmox", settings.proxmox),
      subnet: new Subnet(this, "servers", { cidr, gateway, bridge }),
      address: settings.installAddress,
      release: settings.release,
    });
    new TerraformOutput(this, "iso", { value: this.install.iso.volumeId });
  }
}
