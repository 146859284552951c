import { boot } from "./boot";
import { Machine, Stuck, type MachineObserver } from "./machine/machine";
import { Aborted } from "./machine/pause";
import type { VirtualNetwork } from "./network/virtual-network";
import type { Hypervisor, StopKind, VmState } from "./pve/types";

export interface LabHypervisorOptions {
  readonly network: VirtualNetwork;
  readonly observer: MachineObserver;
  readonly stageDelayMs: number;
  readonly consoleFile: (vm: VmState) => string;
  readonly isoPath: (vm: VmState, volid: string) => string;
}

interface Running {
  readonly machine: Machine;
  readonly ended: Promise<void>;
}

/** Runs the lab's machines: one behaviour for each VM that has power. */
export class LabHypervisor implements Hypervisor {
  private readonly running = new Map<number, Running>();

  constructor(private readonly options: LabHypervisorOptions) {}

  async start(vm: VmState): Promise<void> {
    await this.stop(vm, "stop");
    const { network, observer, stageDelayMs } = this.options;
    const machine = new Machine({
      vm,
      network,
      observer,
      stageDelayMs,
      consoleFile: this.options.consoleFile(vm),
      isoPath: (volid) => this.options.isoPath(vm, volid),
    });
    this.running.set(vm.vmid, { machine, ended: run(machine) });
  }

  async stop(vm: VmState, how: StopKind): Promise<void> {
    if (how === "shutdown" && this.options.network.faults.deaf?.(vm.vmid) === true) {
      throw new Error("VM quit/powerdown failed - got timeout");
    }
    const running = this.running.get(vm.vmid);
    this.running.delete(vm.vmid);
    running?.machine.powerOff();
    await running?.ended;
    if (how === "reset") await this.start(vm);
  }

  removed(vm: VmState): Promise<void> {
    return this.stop(vm, "stop");
  }

  /** Resolves when a machine has come as far as it will by itself. */
  async settled(vmid: number): Promise<void> {
    await this.running.get(vmid)?.ended;
  }

  /** Takes the power from every machine. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ machine }) => this.stop(machine.vm, "stop")));
  }
}

/** Never rejects: what goes wrong is the machine's own affair, and is seen on its console. */
async function run(machine: Machine): Promise<void> {
  try {
    await boot(machine);
  } catch (error) {
    if (machine.signal.aborted || error instanceof Aborted) return;
    if (error instanceof Stuck) machine.stuck(error.stage, error.message);
    else
      machine.stuck(
        "powered on",
        `the lab failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
  }
}
