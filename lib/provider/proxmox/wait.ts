import { setTimeout as sleep } from "node:timers/promises";

/** Rests between two looks at something that takes its time: short at first, longer later. */
export async function pause(attempt: number, signal: AbortSignal | undefined, maxMs = 2000): Promise<void> {
  const ms = Math.min(maxMs, 50 * 1.5 ** attempt);
  await sleep(ms, undefined, signal === undefined ? {} : { signal });
}
