import { failure } from "../api-error";
import type { Cluster } from "../cluster";
import { powerOff, powerOn } from "./power";
import type { VirtualMachine } from "./virtual-machine";

export type HaState = "started" | "stopped" | "enabled" | "disabled" | "ignored";

/** A VM that the cluster keeps in a state. */
export interface HaMember {
  readonly vmid: number;
  state: HaState;
  max_restart?: number;
  max_relocate?: number;
  failback?: number;
  comment?: string;
}

/** Where members may run: only rules of node affinity are known here. */
export interface HaRule {
  readonly id: string;
  comment?: string;
  disable?: number;
  resources: string[];
  nodes: Map<string, number>;
  strict: number;
}

/**
 * High availability as far as VMs see it: a member is brought into its state as soon as that is asked for, on the
 * node of the highest priority that its rule names. Nodes do not fail here.
 */
export class HighAvailability {
  readonly members = new Map<number, HaMember>();
  readonly rules = new Map<string, HaRule>();

  constructor(private readonly cluster: Cluster) {}

  member(vmid: number): HaMember {
    const member = this.members.get(vmid);
    if (member === undefined) {
      throw failure(`no such resource 'vm:${vmid}'`);
    }
    return member;
  }

  /** Whether the power of a VM is the cluster's matter. */
  manages(vmid: number): boolean {
    const state = this.members.get(vmid)?.state;
    return state !== undefined && state !== "ignored";
  }

  /** Ends a membership; rules that are about nothing any more go with it. */
  remove(vmid: number): void {
    this.members.delete(vmid);
    for (const [id, rule] of this.rules) {
      rule.resources = rule.resources.filter((sid) => sid !== `vm:${vmid}`);
      if (rule.resources.length === 0) {
        this.rules.delete(id);
      }
    }
  }

  /** Asks for a state; who asked does not wait for it. */
  request(vmid: number, state: HaState, how: "stop" | "shutdown" = "shutdown"): void {
    this.member(vmid).state = state;
    this.settle(vmid, how);
  }

  /** Brings a member to where and how it should be. What fails there fails unheard, as in the log of a node. */
  settle(vmid: number, how: "stop" | "shutdown" = "shutdown"): void {
    const vm = this.cluster.vms.get(vmid);
    if (vm !== undefined) {
      setImmediate(() => void vm.exclusively(() => this.bring(vm, how)).catch(() => undefined));
    }
  }

  private async bring(vm: VirtualMachine, how: "stop" | "shutdown"): Promise<void> {
    const state = this.members.get(vm.vmid)?.state;
    if (state === "started" || state === "enabled") {
      this.relocate(vm);
      if (!vm.running) {
        await powerOn(this.cluster, vm);
      }
    } else if (state === "stopped" || state === "disabled") {
      await powerOff(this.cluster, vm, how).catch(() => powerOff(this.cluster, vm, "stop"));
    }
  }

  private relocate(vm: VirtualMachine): void {
    const rule = [...this.rules.values()].find((one) => one.disable !== 1 && one.resources.includes(`vm:${vm.vmid}`));
    if (rule === undefined || rule.nodes.size === 0) {
      return;
    }
    const highest = Math.max(...rule.nodes.values());
    if (rule.nodes.get(vm.node) === highest) {
      return;
    }
    const target = [...rule.nodes].filter(([, priority]) => priority === highest).sort(([a], [b]) => (a < b ? -1 : 1));
    this.cluster.moveVm(vm, target[0]?.[0] ?? vm.node);
  }
}
