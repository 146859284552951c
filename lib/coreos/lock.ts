import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 100;
const BEAT_MS = 10_000;

/** A holder on another machine cannot be asked; without a heartbeat for this long it is gone. */
const SILENT_MS = 60_000;

const held = new Set<string>();

/**
 * Runs `work` while holding a lock file, so that only one process of all that share the folder does it at a time.
 *
 * A lock whose holder crashed is taken over: the file names the process, and its time is renewed while the work goes on.
 */
export async function withLock<T>(path: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  const token = newToken();
  try {
    while (!(await tryLock(path, token))) {
      if (await removeStale(path)) continue;
      await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal });
    }
  } catch (error) {
    held.delete(token);
    throw error;
  }
  return holding(path, token, work);
}

/**
 * Runs `work` while holding a lock file, if nobody else holds it now.
 *
 * @returns whether it ran
 */
export async function withFreeLock(path: string, work: () => Promise<void>): Promise<boolean> {
  const token = newToken();
  if (!(await tryLock(path, token)) && !((await removeStale(path)) && (await tryLock(path, token)))) {
    held.delete(token);
    return false;
  }
  await holding(path, token, work);
  return true;
}

/**
 * Lays down a file that says that somebody is at it; several may say so, by different names.
 *
 * @returns takes it away again
 */
export async function leaveMark(path: string): Promise<() => Promise<void>> {
  const token = newToken();
  await tryLock(path, token);
  const beat = setInterval(() => void touch(path), BEAT_MS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    held.delete(token);
    await rm(path, { force: true });
  };
}

/** Whether the process that wrote a lock or a mark is gone. */
export async function isAbandoned(path: string): Promise<boolean> {
  const holder = await holderOf(path);
  return holder === undefined || (await isStale(path, holder));
}

function newToken(): string {
  const token = `${process.pid} ${hostname()} ${randomUUID()}`;
  held.add(token);
  return token;
}

async function holding<T>(path: string, token: string, work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => void touch(path), BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    held.delete(token);
    if ((await holderOf(path)) === token) await rm(path, { force: true });
  }
}

async function tryLock(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, "wx", 0o600);
    await file.writeFile(token).finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Moves a dead holder's lock aside first, so that of two processes that see it only one removes it.
 *
 * @returns whether there was one
 */
async function removeStale(path: string): Promise<boolean> {
  const holder = await holderOf(path);
  if (holder === undefined || !(await isStale(path, holder))) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    const moved = await holderOf(aside);
    if (moved === holder) {
      await rm(aside, { force: true });
      return true;
    }
    await rename(aside, path); // another process had already taken over: give its lock back
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return false;
}

async function isStale(path: string, holder: string): Promise<boolean> {
  const [pid, host] = holder.split(" ");
  if (Number(pid) === process.pid && host === hostname()) return !held.has(holder);
  if (host === hostname() && !isAlive(Number(pid))) return true;
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > SILENT_MS;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function holderOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

async function touch(path: string): Promise<void> {
  await utimes(path, new Date(), new Date()).catch(() => undefined);
}
