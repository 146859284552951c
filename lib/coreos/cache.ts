import { randomUUID } from "node:crypto";
import { readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { isAbandoned, leaveMark, withFreeLock, withLock } from "./lock";

/** Images by which the cache folder is recognised as ours: 16 digits of the sha256, a dash, the file's name. */
const IMAGE = /^[0-9a-f]{16}-[A-Za-z0-9._-]*?(?:\.part)?$/;
const HELPER = /\.(?:lock|in-use-[0-9a-f-]{36})$/;

/**
 * Says that an image is in use, so that no process that respects the limit removes it.
 *
 * @returns says that it is not any more
 */
export async function markInUse(path: string): Promise<() => Promise<void>> {
  return leaveMark(`${path}.in-use-${randomUUID()}`);
}

/** Notes that a file was used just now: what was not goes first. */
export async function touchImage(path: string): Promise<void> {
  await utimes(path, new Date(), new Date()).catch(() => undefined);
}

/**
 * Removes images, those first that were used longest ago, until the folder holds no more of them than the limit says.
 * What is being downloaded or used, by this process or another, stays; so does every file that is none of ours.
 *
 * @param keep an image that stays whatever the limit: the one that was just brought
 */
export async function shrinkCache(
  directory: string,
  limitBytes: number,
  keep: string,
  signal?: AbortSignal,
): Promise<void> {
  await withLock(join(directory, "images.lock"), signal, async () => {
    const images = await imagesIn(directory);
    let total = images.reduce((sum, { size }) => sum + size, 0);
    for (const { name, size } of images) {
      if (total <= limitBytes) return;
      const path = join(directory, name);
      if (path === keep || !(await removeUnused(directory, name))) continue;
      total -= size;
    }
  });
}

/** Longest unused first. */
async function imagesIn(directory: string): Promise<readonly { name: string; size: number }[]> {
  const found: { name: string; size: number; usedAt: number }[] = [];
  for (const name of await readdir(directory)) {
    if (!IMAGE.test(name) || HELPER.test(name)) continue;
    const file = await stat(join(directory, name)).catch(() => undefined);
    if (file?.isFile() === true) found.push({ name, size: file.size, usedAt: file.mtimeMs });
  }
  return found.sort((a, b) => a.usedAt - b.usedAt || (a.name < b.name ? -1 : 1));
}

/** Whoever is about to use the image holds its lock until it has left its mark. */
async function removeUnused(directory: string, name: string): Promise<boolean> {
  const image = name.replace(/\.part$/, "");
  let isRemoved = false;
  await withFreeLock(join(directory, `${image}.lock`), async () => {
    if (await isMarked(directory, image)) return;
    await rm(join(directory, name), { force: true });
    isRemoved = true;
  });
  return isRemoved;
}

async function isMarked(directory: string, image: string): Promise<boolean> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(`${image}.in-use-`)) continue;
    const mark = join(directory, name);
    if (!(await isAbandoned(mark))) return true;
    await rm(mark, { force: true });
  }
  return false;
}
