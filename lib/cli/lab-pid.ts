import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A lab that runs. */
export interface RunningLab {
  readonly pid: number;
  /** Whether it was left running by a command that has ended. */
  readonly kept: boolean;
}

/** Notes in a lab's folder that this process is its lab; answers false if another one is. */
export function claimLab(directory: string): boolean {
  if (runningLab(directory) !== undefined) return false;
  rmSync(pidFile(directory), { force: true });
  try {
    writeFileSync(pidFile(directory), `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Notes that the lab of this process outlives the command that started it. */
export function keepLab(directory: string): void {
  writeFileSync(pidFile(directory), `${process.pid} kept\n`);
}

/** Takes the note away, if it speaks of that process. */
export function releaseLab(directory: string, pid = process.pid): void {
  if (readPid(directory).split(" ")[0] === String(pid)) rmSync(pidFile(directory), { force: true });
}

/** The lab of a folder, if it runs: a process with its id that was started as something else is a stranger. */
export function runningLab(directory: string): RunningLab | undefined {
  const [, id = "", kept] = /^(\d+)( kept)?$/.exec(readPid(directory)) ?? [];
  const pid = Number(id);
  if (pid < 2 || !`${commandOf(pid)} `.includes(` lab serve --directory ${directory} `)) return undefined;
  return { pid, kept: kept !== undefined };
}

const pidFile = (directory: string): string => join(directory, "lab.pid");

function readPid(directory: string): string {
  try {
    return readFileSync(pidFile(directory), "utf8").trim();
  } catch {
    return "";
  }
}

/** The command line of a process, its words parted by spaces; empty if it cannot be told. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trimEnd();
  } catch {
    if (process.platform === "linux") return "";
  }
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", timeout: 5000 }).trim();
  } catch {
    return "";
  }
}
