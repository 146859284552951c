import type { LabEnvironment, StageEvent } from "../../lab/types";

/** A stage of a machine, and the node that the machine is on. */
export interface MachineEvent extends StageEvent {
  readonly node: string;
}

/** What the lab's process tells the one that started it. */
export type FromLab =
  | { readonly type: "ready"; readonly environment: LabEnvironment }
  | { readonly type: "failed"; readonly reason: string }
  | { readonly type: "stage" | "stuck"; readonly event: MachineEvent };

export interface LabEvents {
  stage: [MachineEvent];
  stuck: [MachineEvent];
}

/** What the lab's process is told. Losing the connection means "stop", unless "keep" came before. */
export interface ToLab {
  readonly type: "keep";
}
