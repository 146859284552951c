import { spawnSync } from "node:child_process";

/** Kills the providers that a program has started, and tells how many. */
export function killProvidersOf(pid: number): number {
  const { stdout } = spawnSync("pgrep", ["-P", String(pid), "-f", "terraform-provider-slipway"], { encoding: "utf8" });
  const found = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map(Number);
  for (const one of found) process.kill(one, "SIGKILL");
  return found.length;
}
