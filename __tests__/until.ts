import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits for what servers and other processes do at a time of their own, at most 20 s. The expectation that follows
 * fails if it never happens, and shows what is there instead.
 */
export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000 && !(await happened()); waited += 10) await sleep(10);
}
