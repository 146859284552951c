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

/** Services come up side by side: no arrow between them. */
const SERVICES: ReadonlySet<string> = new Set(["dnsmasq", "http", "sftp", "healthy"]);

/** Takes one event in; powering on begins anew. */
export function advance(progress: MachineProgress | undefined, event: MachineEvent): MachineProgress {
  const { vmId, name, node, stage, detail, at } = event;
  const step = stepOf(stage, detail);
  if (progress === undefined || stage === FIRST) return { vmId, name, node, steps: [step], startedAt: at, lastAt: at };
  return { ...progress, node, steps: [...progress.steps, step], lastAt: at };
}

function stepOf(stage: string, detail: string | undefined): string {
  if (detail === undefined) return stage;
  if (stage === "DHCP") return `${stage} ${detail}`;
  return stage === "ignition" ? detail : stage;
}

/** A guest's whole way, with the longest address. */
const WIDEST_WAY = 86;

/**
 * `web  102  pve3  powered on ▸ DHCP 10.20.0.12 ▸ iPXE  1.2 s`, columns aligned. In less room the beginning of the way
 * makes place, since its end is what is new.
 */
export function machineLine(progress: MachineProgress, width = Infinity): string {
  const { name, vmId, node, steps, startedAt, lastAt, stuck } = progress;
  const head = `  ${name.padEnd(9)} ${String(vmId).padEnd(5)} ${node.padEnd(5)} `;
  const tail = ` ${((lastAt - startedAt) / 1000).toFixed(1).padStart(5)} s`;
  const room = width - head.length - tail.length;
  if (stuck !== undefined) return cut(`${head}${wayOf(steps)} ✘ ${stuck}`, width);
  return head + shorten(steps, room).padEnd(Math.min(WIDEST_WAY, room)) + tail;
}

function wayOf(steps: readonly string[]): string {
  return steps
    .map((step, at) => {
      if (at === 0) return step;
      return SERVICES.has(step) && SERVICES.has(steps[at - 1] ?? "") ? ` ${step}` : ` ▸ ${step}`;
    })
    .join("");
}

/** Leaves out steps from the beginning until the rest fits. */
function shorten(steps: readonly string[], room: number): string {
  for (let from = 0; from < steps.length; from += 1) {
    const way = (from === 0 ? "" : "… ▸ ") + wayOf(steps.slice(from));
    if (way.length <= room) return way;
  }
  return cut(steps.at(-1) ?? "", Math.max(room, 1));
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
