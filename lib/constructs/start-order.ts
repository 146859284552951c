import type { Construct } from "constructs";
import type { Problem } from "../values/config-error";

/** Place of an install VM in the start order; guests come after it. */
const FIRST_GUEST_BATCH = 2;

/** Which machine starts after which. One for each machine; cycles are refused as they are closed. */
export class StartOrder<Machine extends Construct & { readonly startOrder: StartOrder<Machine> }> {
  private readonly before = new Set<Machine>();

  constructor(private readonly machine: Machine) {}

  /** @returns what is wrong with the new edge; nothing if it was added */
  add(other: Machine): readonly Problem[] {
    const way = other.startOrder.wayTo(this.machine);
    if (way === undefined) {
      this.before.add(other);
      return [];
    }
    return [
      {
        code: "guest/start-cycle",
        severity: "error",
        path: ["startAfter"],
        what: `each of these waits for the next: ${[this.machine, ...way].map(({ node }) => node.path).join(" → ")}`,
        fix: "leave one startAfter out",
      },
    ];
  }

  /** Guests that wait for none are in the first batch; each other one is in the batch after its last. */
  get batch(): number {
    return Math.max(FIRST_GUEST_BATCH, ...[...this.before].map(({ startOrder }) => startOrder.batch + 1));
  }

  /** The machines from this one to another, both included, if this one waits for it. */
  private wayTo(other: Machine): readonly Machine[] | undefined {
    if (this.machine === other) return [other];
    for (const next of this.before) {
      const way = next.startOrder.wayTo(other);
      if (way !== undefined) return [this.machine, ...way];
    }
    return undefined;
  }
}
