import { spawnSync } from "node:child_process";

/** Whether a program that judges our output is on this machine; its test is skipped where it is not. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ["--version"], { stdio: "ignore" }).error === undefined;
}
