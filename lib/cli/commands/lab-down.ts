import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Ends a lab that was left running in `directory`; answers whether there was one. */
export async function labDown(directory: string): Promise<boolean> {
  const file = join(directory, "lab.pid");
  const pid = readPid(file);
  if (pid === undefined || !signal(pid, "SIGTERM")) return false;
  for (let round = 0; round < 100 && signal(pid, 0); round += 1) await sleep(100);
  signal(pid, "SIGKILL");
  rmSync(file, { force: true });
  return true;
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8").trim());
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
