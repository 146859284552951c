import type { ITerraformDependable, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { Proxmox } from "../proxmox";
import type { VmDisk, VmSpec } from "../vm-spec";

/** What a driver gets beside the VM itself. */
export interface VmOptions {
  readonly proxmox: Proxmox;

  /** What must be there before the VM is. */
  readonly dependsOn: readonly ITerraformDependable[];

  /** Resources whose replacement replaces the VM. */
  readonly replaceTriggeredBy: readonly ITerraformDependable[];
}

/** A VM as a resource of some provider. */
export interface VmResource {
  readonly resource: TerraformResource;

  /** Known once the VM is there, so that whoever uses it waits for the VM. */
  readonly vmId: number;

  /** SMBIOS UUID of the VM, unknown until it is there; undefined where the provider does not tell it. */
  readonly machine?: string;

  /** The node that the VM is on. */
  readonly nodeName: string;

  /** Replaces all disks, for a VM that is given one more before the app is written. */
  setDisks(disks: readonly VmDisk[]): void;
}

/** Turns the description of a VM into resources. All drivers give the same VM. */
export interface VmDriver {
  readonly name: "bpg" | "native";
  createVm(scope: Construct, id: string, spec: VmSpec, options: VmOptions): VmResource;
}
