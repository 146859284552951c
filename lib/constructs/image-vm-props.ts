import type { MachineProps } from "./machine-props";
import type { Proxmox } from "./proxmox";
import type { Placement } from "./placement";
import type { Subnet } from "./subnet";
import type { VmStartup } from "./vm-spec";

/** Properties of {@link ImageVm}. Whatever may come from another resource may be a CDKTF token. */
export interface ImageVmProps extends MachineProps {
  /** The cluster that it runs on. */
  readonly proxmox: Proxmox;

  /** The network that it is on. Its address there is static: DHCP is not asked. */
  readonly subnet: Subnet;

  /**
   * Node that it and its CD are created on, by name or as a placement chooses it.
   *
   * @default - the one that the VM id comes to when the nodes are counted through, whatever other machines there are
   */
  readonly nodeName?: string | Placement;

  /**
   * Volume with Fedora CoreOS's `proxmoxve` image, unpacked, such as `local:import/fedora-coreos.qcow2`, on the node where
   * the VM is created. It counts when the VM is made: another one leaves its disk as it is.
   */
  readonly image: string;

  /**
   * What a changed Ignition config does: the VM is replaced with all its disks; or a new CD is there, which counts when the
   * VM is replaced for another reason.
   *
   * @default "replace"
   */
  readonly onIgnitionChange?: "replace" | "ignore";

  /**
   * Place in the node's start order. Setting it needs Sys.Modify on `/`.
   *
   * @default - none
   */
  readonly startup?: VmStartup;
}
