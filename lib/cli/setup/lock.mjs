// Keeps two set-ups of the same clone apart.
import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "./console.mjs";

const MINUTES = 30;

/** Runs `work` while no other set-up of this clone does. A lock whose owner is gone is taken over. */
export async function withLock(folder, work) {
  const lock = join(folder, "setup.lock");
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${lock}.${process.pid}`, "");
    rmSync(`${lock}.${process.pid}`);
  } catch (error) {
    throw new SetupError(`${folder} cannot be written: ${error.message}\nfix: use a clone that belongs to you`);
  }
  let waiting = false;
  for (let round = 0; !take(lock); round += 1) {
    if (round > MINUTES * 60 * 5)
      throw new SetupError(
        `another set-up still holds ${lock} after ${MINUTES} minutes\nfix: end process ${readOwner(lock)?.pid}, or remove the file`,
      );
    if (!waiting)
      process.stderr.write(`… waiting for another set-up of this clone (process ${readOwner(lock)?.pid})\n`);
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

/**
 * A lock appears at once with its owner's name inside, since it is a link to a file that is complete. Only one may
 * break the lock of an owner that is gone: who holds the lock on *that owner's* lock. So nobody removes a fresh one.
 */
function take(lock) {
  const mine = `${lock}.${randomUUID()}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startOf(process.pid), id: mine }));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  const owner = readOwner(lock);
  if (owner === undefined || isAlive(owner)) return false;
  const right = `${lock}.broken-${owner.pid}`;
  if (!take(right)) return false;
  if (readOwner(lock)?.id === owner.id) rmSync(lock, { force: true });
  rmSync(right, { force: true });
  return false;
}

function readOwner(lock) {
  try {
    const owner = JSON.parse(readFileSync(lock, "utf8"));
    return typeof owner === "number" ? { pid: owner } : owner;
  } catch {
    return undefined;
  }
}

/** A process id is used again after a while, and at once in a container: the time of its start tells two apart. */
function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || now === started;
}

/** When a process was started, where the system tells it in /proc. */
function startOf(pid) {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1);
    return afterName.split(" ")[19];
  } catch {
    return undefined;
  }
}
