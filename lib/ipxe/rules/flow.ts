import type { Command, FailingCommand, RetryCommand, Step } from "../schema";

/** Where a script may go on after a command. */
export interface Flow {
  /** Whether that may be the next command. */
  readonly next: boolean;
  readonly labels: readonly string[];
}

export function flowOf(command: Command): Flow {
  switch (command.command) {
    case "label":
    case "shell":
    case "echo":
    case "params":
      return { next: true, labels: [] };
    case "goto":
      return { next: false, labels: [command.label] };
    case "exit":
    case "boot-disk":
      return { next: false, labels: [] };
    case "menu":
      return {
        next: false,
        labels: [...command.items.flatMap((item) => ("label" in item ? [item.label] : [])), command.default],
      };
    case "retry":
      return retryFlow(command);
    default:
      return failingFlow(command);
  }
}

function retryFlow({ steps, afterFailure = [], onFailure }: RetryCommand): Flow {
  const flows = steps.map(flowOf);
  return {
    next: flows.every(({ next }) => next),
    labels: [...flows, ...afterFailure.map(flowOf)].flatMap(({ labels }) => labels).concat(onFailure.goto),
  };
}

function failingFlow(command: FailingCommand): Flow {
  const { onFailure, onSuccess } = command;
  if (onSuccess !== undefined) return { next: true, labels: [onSuccess.goto] };
  return {
    next: !endsWithSuccess(command) || onFailure === "continue",
    labels: typeof onFailure === "object" ? [onFailure.goto] : [],
  };
}

/** Whether nothing of the script is run any more once the command has succeeded. */
export function endsWithSuccess(command: Step): boolean {
  switch (command.command) {
    case "boot":
    case "sanboot":
    case "reboot":
    case "poweroff":
      return true;
    case "chain":
      return command.replace === true;
    default:
      return false;
  }
}

/** The labels that a command makes, those that only it jumps to included. */
export function labelsOf(command: Command): readonly string[] {
  if (command.command !== "retry") return targetsOf(command);
  const { attempt, failed, done } = retryNames(command.name);
  return [command.name, attempt, failed, done];
}

/** The labels of a command that others may jump to. */
export function targetsOf(command: Command): readonly string[] {
  return command.command === "label" || command.command === "retry" ? [command.name] : [];
}

/** What a retry needs names for, besides its own. */
export function retryNames(name: string): Readonly<Record<"attempt" | "failed" | "done" | "tries", string>> {
  return { attempt: `${name}-try`, failed: `${name}-failed`, done: `${name}-done`, tries: `${name}-tries` };
}
