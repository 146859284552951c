import type { LabProcess } from "./lab-process";
import { advance, machineLine, type MachineProgress } from "./machine-line";

/** Shows each machine on a line of its own: kept up to date on a terminal, written once at its end elsewhere. */
export class LiveView {
  private readonly machines = new Map<number, MachineProgress>();
  private readonly waiting: ((stage: string | undefined) => void)[] = [];
  private drawn = 0;

  /** @param last the stages that end a machine's way */
  constructor(
    private readonly out: Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns" | "rows">,
    private readonly last: ReadonlySet<string>,
  ) {}

  watch(lab: Pick<LabProcess, "events">): void {
    lab.events.on("stage", (event) => {
      this.machines.set(event.vmId, advance(this.machines.get(event.vmId), event));
      this.show(event.vmId, this.last.has(event.stage));
      for (const tell of this.waiting) tell(event.stage);
    });
    lab.events.on("stuck", (event) => {
      const progress = this.machines.get(event.vmId);
      if (progress === undefined) return;
      const why = event.detail?.split("\n", 1)[0] ?? "it goes no further";
      this.machines.set(event.vmId, { ...progress, lastAt: event.at, stuck: `${event.stage}: ${why}` });
      this.show(event.vmId, true);
      for (const tell of this.waiting) tell(undefined);
    });
  }

  /** The machines that go no further, each with the stage that it is stuck at and why. */
  stuck(): readonly string[] {
    return [...this.machines.values()].flatMap(({ name, vmId, stuck }) =>
      stuck === undefined ? [] : [`${name} (VM ${vmId}) is stuck at ${stuck}`],
    );
  }

  /** Resolves when some machine has reached a stage, or can go no further; at the latest after a minute. */
  settled(stage: string): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, 60_000).unref();
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
    const all = [...this.machines.values()].sort((a, b) => a.vmId - b.vmId);
    // Lines that have left the screen cannot be drawn anew, so a fleet taller than it is told as to a file.
    if (!this.out.isTTY || all.length >= (this.out.rows || 24)) {
      const progress = this.machines.get(vmId);
      if (ended && progress !== undefined) this.out.write(`${machineLine(progress)}\n`);
      return;
    }
    const width = (this.out.columns || 120) - 1;
    const up = this.drawn > 0 ? `\u001b[${this.drawn}A` : "";
    this.out.write(up + all.map((machine) => `\u001b[2K${machineLine(machine, width)}\n`).join(""));
    this.drawn = all.length;
  }
}
