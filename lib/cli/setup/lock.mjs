// Keeps two set-ups of the same clone apart.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "./console.mjs";

const MINUTES = 30;

/** Runs `work` while no other set-up of this clone does. A lock whose owner is gone is taken over. */
export async function withLock(folder, work) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, "setup.lock");
  let waiting = false;
  for (let round = 0; !take(lock); round += 1) {
    if (round > MINUTES * 60 * 5) throw new SetupError(`another set-up still holds ${lock} after ${MINUTES} minutes`);
    if (!waiting) process.stderr.write("… waiting for another set-up of this clone\n");
    waiting = true;
    await sleep(200);
  }
  const release = () => rmSync(lock, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    const owner = readOwner(lock);
    if (owner !== undefined && !isAlive(owner)) rmSync(lock, { force: true });
    return false;
  }
}

function readOwner(lock) {
  try {
    const owner = Number(readFileSync(lock, "utf8"));
    return owner > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
