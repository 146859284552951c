import { open, readFile, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { forget, isHolderGone, newToken } from "./lock-holder";

const POLL_MS = 100;
const BEAT_MS = 10_000;

/** A holder on another machine, or in another container, cannot be asked; without a heartbeat for this long it is gone. */
const SILENT_MS = 60_000;

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
    forget(token);
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
    forget(token);
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
    forget(token);
    await rm(path, { force: true });
  };
}

/** Whether the process that wrote a lock or a mark is gone. */
export async function isAbandoned(path: string): Promise<boolean> {
  return (await holderOf(path)) === undefined || (await isStale(path));
}

async function holding<T>(path: string, token: string, work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => void touch(path), BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    try {
      if ((await holderOf(path)) === token) await rm(path, { force: true });
    } finally {
      // Not before: others take a lock over whose token is forgotten.
      forget(token);
    }
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
 * Removes the lock of a holder that is gone. Only who holds a second lock does so: between a look at a lock and its
 * removal nobody else can have taken it over.
 *
 * @returns whether there was one
 */
async function removeStale(path: string): Promise<boolean> {
  if (!(await isStale(path))) return false;
  const guard = `${path}-over.lock`;
  const token = newToken();
  try {
    if (!(await tryLock(guard, token))) {
      // Held for a moment only, unless its holder has crashed in that very moment.
      if (await isStale(guard)) await rm(guard, { force: true });
      return false;
    }
    try {
      if (!(await isStale(path))) return false;
      await rm(path, { force: true });
      return true;
    } finally {
      await rm(guard, { force: true });
    }
  } finally {
    forget(token);
  }
}

/** Whether a lock's holder is gone. */
async function isStale(path: string): Promise<boolean> {
  const holder = await holderOf(path);
  if (holder === undefined) return false;
  const isGone = isHolderGone(holder) ?? (await ageOf(path)) > SILENT_MS;
  // A holder may have given its lock back before it went: what is there now is another's.
  return isGone && (await holderOf(path)) === holder;
}

/** Milliseconds since the last heartbeat. */
async function ageOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
}

async function holderOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

async function touch(path: string): Promise<void> {
  await utimes(path, new Date(), new Date()).catch(() => undefined);
}
