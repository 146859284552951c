import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** How many seconds another test may take to build what this one needs as well. */
const PATIENCE = 1000;

/**
 * Builds a program, unless it is there. Of tests that need it at the same time one builds it, and the others wait; if it
 * could not be built then, they do not try again.
 *
 * @param build puts the program in its place, or does not
 * @returns the program; undefined if it could not be built
 */
export function buildOnce(program: string, build: () => void): string | undefined {
  const lock = `${program}.building`;
  mkdirSync(dirname(lock), { recursive: true });
  let waited = false;
  for (let second = 0; second < PATIENCE && !existsSync(program); second += 1) {
    if (take(lock)) {
      try {
        if (!waited) build();
      } finally {
        rmSync(lock, { force: true });
      }
      break;
    }
    if (alive(lock)) {
      waited = true;
      sleep(1000);
    } else {
      rmSync(lock, { force: true });
    }
  }
  return existsSync(program) ? program : undefined;
}

/** Whether a lock was free. It is ours then. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

/** Whether who has a lock is still there. */
function alive(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}

/** Programs are looked for while tests are collected, and nothing can be awaited then. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
