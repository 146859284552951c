import type { LabProcess } from "./lab-process";
import { advance, machineLine, type MachineProgress } from "./machine-line";

/** Shows each machine on a line of its own: kept up to date on a terminal, written once at its end elsewhere. */
export class LiveView {
  private readonly machines = new Map<number, MachineProgress>();
  private readonly waiting: ((stage: string | undefined) => void)[] = [];
  private drawn = 0;

  /** @param last the stages that end a machine's way */
  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly last: ReadonlySet<string>,
  ) {}

  watch(lab: LabProcess): void {
    lab.events.on("stage", (event) => {
      this.machines.set(event.vmId, advance(this.machines.get(event.vmId), event));
      this.show(event.vmId, this.last.has(event.stage));
      for (const tell of this.waiting) tell(event.stage);
    });
    lab.events.on("stuck", (event) => {
      const progress = this.machines.get(event.vmId);
      if (progress === undefined) return;
      this.machines.set(event.vmId, { ...progress, stuck: event.detail ?? event.stage });
      this.show(event.vmId, true);
      for (const tell of this.waiting) tell(undefined);
    });
  }

  /** Resolves when some machine has reached a stage, or can go no further; at the latest after a minute. */
  settled(stage: string): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, 60_000);
      this.waiting.push((reached) => {
        if (reached !== stage && reached !== undefined) return;
        clearTimeout(limit);
        resolve();
      });
    });
  }

  /** Leaves what is shown where it is and begins a new part below. */
  begin(title: string): void {
    this.machines.clear();
    this.drawn = 0;
    this.out.write(`\n${title}\n`);
  }

  private show(vmId: number, ended: boolean): void {
    const lines = [...this.machines.values()].sort((a, b) => a.vmId - b.vmId).map(machineLine);
    if (!this.out.isTTY) {
      const progress = this.machines.get(vmId);
      if (ended && progress !== undefined) this.out.write(`${machineLine(progress)}\n`);
      return;
    }
    const width = this.out.columns || 120;
    const up = this.drawn > 0 ? `\u001b[${this.drawn}A` : "";
    this.out.write(up + lines.map((line) => `\u001b[2K${[...line].slice(0, width - 1).join("")}\n`).join(""));
    this.drawn = lines.length;
  }
}
