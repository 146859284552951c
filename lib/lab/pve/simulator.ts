import type { EventEmitter } from "node:events";
import type { PveEvents, VmState } from "./types";

/** A running Proxmox VE API. */
export interface PveSimulator {
  readonly port: number;

  /** `https://127.0.0.1:<port>`. */
  readonly endpoint: string;

  /** Tells every request when it was answered. */
  readonly events: EventEmitter<PveEvents>;

  vms(): VmState[];
  vm(vmid: number): VmState | undefined;

  /** Where the bytes of an uploaded file lie. Throws if the volume is not there. */
  isoPath(volid: string, node: string): string;

  /** Volume ids of all uploaded ISOs, on whichever node. */
  isos(): string[];

  /** Takes the power from a VM, as somebody does by hand, without any API call. */
  powerOff(vmid: number): Promise<void>;

  /** The guest has switched itself off. */
  poweredOff(vmid: number): void;

  /** Moves a VM as high availability would, without any API call. */
  move(vmid: number, node: string): void;

  /** Puts a stopped VM there that belongs to somebody else, without any API call. */
  addForeignVm(vm: { readonly vmid: number; readonly node: string; readonly name: string }): void;
  removeForeignVm(vmid: number): void;

  /** Lets a token end at a moment, as an administrator does: seconds since 1970, or 0 for never. */
  expireToken(tokenId: string, at: number): void;

  /** Closes every socket, and forgets all tasks. Files stay. */
  stop(): Promise<void>;
}
