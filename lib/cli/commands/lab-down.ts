import { setTimeout as sleep } from "node:timers/promises";
import { releaseLab, runningLab } from "../lab-pid";

/** Ends the lab that runs in `directory`; answers whether there was one. */
export async function labDown(directory: string): Promise<boolean> {
  const lab = runningLab(directory);
  if (lab === undefined) return false;
  signal(lab.pid, "SIGTERM");
  for (let round = 0; round < 100 && runningLab(directory)?.pid === lab.pid; round += 1) await sleep(100);
  if (runningLab(directory)?.pid === lab.pid) signal(lab.pid, "SIGKILL");
  releaseLab(directory, lab.pid);
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
