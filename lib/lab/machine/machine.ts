import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { VirtualNetwork } from "../network/virtual-network";
import type { VmState } from "../pve/types";
import type { Stage } from "../types";
import { pause, whilePowered } from "./pause";

/** Told how machines get on. */
export interface MachineObserver {
  stage(vm: VmState, stage: Stage, detail?: string): void;
  stuck(vm: VmState, stage: Stage, why: string): void;
  request(method: string, path: string, status: number): void;
}

export interface MachineOptions {
  readonly vm: VmState;
  readonly network: VirtualNetwork;
  readonly observer: MachineObserver;
  readonly consoleFile: string;
  readonly stageDelayMs: number;
  readonly isoPath: (volid: string) => string;
}

/** The machine cannot go on, and why, as its console shows it. */
export class Stuck extends Error {
  constructor(
    readonly stage: Stage,
    message: string,
  ) {
    super(message);
  }
}

/** A machine with power: its console, its network, and how long it has been on. */
export class Machine {
  readonly vm: VmState;
  readonly network: VirtualNetwork;
  readonly isoPath: (volid: string) => string;
  private readonly power = new AbortController();
  private readonly atPowerOff: (() => void)[] = [];

  constructor(private readonly options: MachineOptions) {
    this.vm = options.vm;
    this.network = options.network;
    this.isoPath = options.isoPath;
    mkdirSync(dirname(options.consoleFile), { recursive: true });
  }

  /** Aborted when the machine is switched off. */
  get signal(): AbortSignal {
    return this.power.signal;
  }

  get name(): string {
    return String(this.vm.config["name"] ?? `vm${this.vm.vmid}`);
  }

  /** Writes lines on the console. */
  print(text: string): void {
    appendFileSync(this.options.consoleFile, text.endsWith("\n") ? text : `${text}\n`);
  }

  /** Takes the time that a stage takes, then says that it is reached, and stays there for as long as a fault wants. */
  async reach(stage: Stage, detail?: string): Promise<void> {
    await pause(this.options.stageDelayMs, this.signal);
    this.options.observer.stage(this.vm, stage, detail);
    await whilePowered(this.network.faults.stage?.(this.vm.vmid, stage), this.signal);
  }

  stuck(stage: Stage, why: string): void {
    this.print(why);
    this.options.observer.stuck(this.vm, stage, why);
  }

  served(method: string, path: string, status: number): void {
    this.options.observer.request(method, path, status);
  }

  /** Undoes something when the power goes. */
  onPowerOff(undo: () => void): void {
    this.atPowerOff.push(undo);
  }

  /** Ends what the running system holds, as a restart does. */
  release(): void {
    for (const undo of this.atPowerOff.splice(0).reverse()) undo();
  }

  powerOff(): void {
    this.power.abort();
    this.release();
  }
}
