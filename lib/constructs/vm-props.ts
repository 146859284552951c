import type { VmSizing } from "./vm-sizing";

/** What VMs of all kinds have. */
export interface VmProps extends VmSizing {
  /**
   * A DNS label.
   *
   * @default - the construct's id
   */
  readonly hostname?: string;

  /**
   * Cores of each socket.
   *
   * @default 2
   */
  readonly cores?: number;

  /** @default - none */
  readonly description?: string;

  /**
   * Whether the Proxmox firewall holds the VM to its own MAC and IP address.
   *
   * @default true
   */
  readonly filtered?: boolean;
}
