import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./usage-error";

/** All that a lab and the demo write in the lab's folder. Nothing else in it is ever removed. */
const ENTRIES: ReadonlySet<string> = new Set([
  "cdktf.out",
  "console",
  "lab.env",
  "lab.json",
  "lab.log",
  "lab.pid",
  "pve",
  "requests.log",
  "secrets",
  "slipway.lock.json",
  "state",
]);

/**
 * Makes the folder of a lab, readable by its owner alone.
 *
 * @throws UsageError if it cannot be written, or holds what is not a lab's: a lab's folder is emptied for the next demo
 */
export function makeLabDirectory(directory: string): void {
  const stranger = readLabDirectory(directory).find((name) => !ENTRIES.has(name));
  if (stranger !== undefined)
    throw new UsageError(
      `${directory} holds "${stranger}", which is not a lab's. Name an empty folder with --directory, or move it away.`,
    );
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UsageError(`the lab's folder cannot be made: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Removes what an earlier lab left in its folder. */
export function emptyLabDirectory(directory: string): void {
  for (const name of ENTRIES) rmSync(join(directory, name), { recursive: true, force: true });
}

function readLabDirectory(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new UsageError(`the lab's folder cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
