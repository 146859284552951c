import type { MachineEvent } from "./lab-messages";

/** How far a machine has come, as the demo shows it. */
export interface MachineProgress {
  readonly vmId: number;
  readonly name: string;
  readonly node: string;
  readonly steps: readonly string[];
  readonly startedAt: number;
  readonly lastAt: number;
  /** Why it goes no further. */
  readonly stuck?: string;
}

const FIRST = "powered on";

/** Takes one event in; powering on begins anew. */
export function advance(progress: MachineProgress | undefined, event: MachineEvent): MachineProgress {
  const { vmId, name, node, at } = event;
  const step = event.detail === undefined || event.stage !== "DHCP" ? event.stage : `${event.stage} ${event.detail}`;
  if (progress === undefined || event.stage === FIRST)
    return { vmId, name, node, steps: [step], startedAt: at, lastAt: at };
  return { ...progress, node, steps: [...progress.steps, step], lastAt: at };
}

/** `web  102  pve3  powered on ▸ DHCP 10.20.0.12 ▸ iPXE  1.2 s`, columns aligned. */
export function machineLine({ name, vmId, node, steps, startedAt, lastAt, stuck }: MachineProgress): string {
  const way = steps.join(" ▸ ");
  const seconds = `${((lastAt - startedAt) / 1000).toFixed(1)} s`;
  const head = `  ${name.padEnd(9)} ${String(vmId).padEnd(5)} ${node.padEnd(5)} `;
  return stuck === undefined ? `${head} ${way.padEnd(78)} ${seconds}` : `${head} ${way} ✘ ${stuck}`;
}
