import { flowOf, retryNames } from "../rules/flow";
import type { RetryCommand } from "../schema";
import { stepLines } from "./step";

const USUAL_FACTOR = 2;
const USUAL_LONGEST_SECONDS = 60;

/** The lines of a retry: iPXE has no loops, so that they count the attempts in a setting. */
export function retryLines(command: RetryCommand): readonly string[] {
  const { name, attempts, steps, afterFailure = [], onFailure } = command;
  const { attempt, failed, done, tries } = retryNames(name);
  const passes = steps.every((step) => flowOf(step).next);
  return [
    `:${name}`,
    // Without the type it would be a text, to which nothing can be added.
    `set ${tries}:int32 0`,
    `:${attempt}`,
    ...steps.flatMap((step) => stepLines(step, { goto: failed })),
    ...(passes ? [`goto ${done}`] : []),
    `:${failed}`,
    ...afterFailure.flatMap((step) => stepLines(step, "continue")),
    `inc ${tries}`,
    ...pauses(command).map((seconds, index) => `iseq \${${tries}} ${index + 1} && sleep ${seconds} ||`),
    `iseq \${${tries}} ${attempts} && goto ${onFailure.goto} ||`,
    `goto ${attempt}`,
    ...(passes ? [`:${done}`] : []),
  ];
}

/** Seconds after each attempt but the last. */
export function pauses(command: RetryCommand): readonly number[] {
  const { attempts, firstDelaySeconds, factor = USUAL_FACTOR, longestDelaySeconds = USUAL_LONGEST_SECONDS } = command;
  return Array.from({ length: attempts - 1 }, (_, index) =>
    Math.min(firstDelaySeconds * factor ** index, Math.max(longestDelaySeconds, firstDelaySeconds)),
  );
}
