import { mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bareUrl } from "../values/bare-url";
import { ConfigError } from "../values/config-error";
import { markInUse, shrinkCache, touchImage } from "./cache";
import { isOfDisk, sizeOf, unkept } from "./disk";
import { fetchAll } from "./fetch-file";
import { withLock } from "./lock";
import { onMirror, pathOfUrl } from "./mirror";
import { refusal } from "./problem";
import { readDigests } from "./read-digests";

/** What {@link withVerified} is to bring. */
export interface Download {
  /** `https:`, `http:`, `file:`, or a path on this machine. */
  readonly url: string;

  /** sha256 that the content must have, in hex. */
  readonly sha256: string;

  /**
   * Bases of mirrors, asked in this order where the URL itself fails: what comes after the URL's host is put behind.
   * Each is an `https:` or `http:` URL, a `file:` URL or a folder of this machine.
   */
  readonly mirrors?: readonly string[];

  /** Cache folder; made if it is missing. */
  readonly directory: string;

  /**
   * How much of images the cache folder keeps, in bytes.
   *
   * @default - everything
   */
  readonly cacheLimitBytes?: number;

  readonly signal?: AbortSignal;

  /** Called as bytes arrive; `total` is undefined if the server does not tell. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
}

/** What the reading of a file came to; more than the hash, if more is wanted of the one reading. */
export interface Examined {
  /** In hex. */
  readonly sha256: string;
}

/**
 * Brings a file and answers its path. Whatever it answers has just been read and has the sha256 asked for.
 *
 * @throws ConfigError that says what is wrong with each place that was asked
 */
export async function downloadVerified(download: Download): Promise<string> {
  const examine = async (path: string): Promise<Examined> => ({ sha256: await sha256Of(path, download.signal) });
  return withVerified(download, examine, (path) => Promise.resolve(path));
}

/**
 * Brings a file, has it examined, and hands it to `use`; while that runs, the file is not removed from the cache.
 *
 * An interrupted download goes on where it stopped, also by another process. Of several processes that want the same
 * file one downloads and the others wait. A file of this machine is examined where it lies and not copied.
 *
 * @param examine reads the file, which may still be another one or damaged
 * @param use gets only a file with the right hash, and what its examination came to
 * @throws ConfigError that says what is wrong with each place that was asked
 */
export async function withVerified<E extends Examined, T>(
  download: Download,
  examine: (path: string) => Promise<E>,
  use: (path: string, examined: E) => Promise<T>,
): Promise<T> {
  const { path, examined, release } = await fromAnyPlace(download, examine);
  try {
    return await use(path, examined);
  } finally {
    await release();
  }
}

/** A file with the right hash; in the cache it stays until it is released. */
interface Brought<E extends Examined> {
  readonly path: string;
  readonly examined: E;
  readonly release: () => Promise<void>;
}

type Examine<E extends Examined> = (path: string) => Promise<E>;

async function fromAnyPlace<E extends Examined>(download: Download, examine: Examine<E>): Promise<Brought<E>> {
  const failures: ConfigError[] = [];
  for (const url of placesOf(download)) {
    try {
      return /^https?:/i.test(url)
        ? await throughCache({ ...download, url }, examine)
        : await where(url, download.sha256, examine);
    } catch (error) {
      // Whoever else has the file may have the right one; a cache that is full stays full.
      if (!(error instanceof ConfigError) || error.problems.some(({ code }) => code === "coreos/cache")) throw error;
      failures.push(error);
    }
  }
  throw failures.length === 1 ? failures[0] : new ConfigError(failures.flatMap(({ problems }) => problems));
}

function placesOf({ url, mirrors = [] }: Download): readonly string[] {
  const path = pathOfUrl(url);
  return [url, ...(path === undefined ? [] : mirrors.map((mirror) => onMirror(mirror, path)))];
}

async function throughCache<E extends Examined>(download: Download, examine: Examine<E>): Promise<Brought<E>> {
  const { url, sha256, directory, signal } = download;
  const name = `${sha256.slice(0, 16)}-${basename(new URL(url).pathname).replaceAll(/[^A-Za-z0-9._-]/g, "_")}`;
  const target = join(directory, name);
  let release: (() => Promise<void>) | undefined;
  try {
    await mkdir(directory, { recursive: true });
    const atOnce = await withLock(`${target}.lock`, signal, async () => {
      release = await markInUse(target);
      return (await sizeOf(target)) > 0 ? undefined : bring(download, target, examine);
    });
    const examined = atOnce ?? (await sound(download, target, examine));
    await touchImage(target);
    if (download.cacheLimitBytes !== undefined) await shrinkCache(directory, download.cacheLimitBytes, target, signal);
    return { path: target, examined, release: release ?? (() => Promise.resolve()) };
  } catch (error) {
    await release?.();
    throw isOfDisk(error) ? unkept(directory, error) : error;
  }
}

/** What was in the cache already, read without the lock; only what was damaged since is brought again under it. */
async function sound<E extends Examined>(download: Download, target: string, examine: Examine<E>): Promise<E> {
  const examined = await examine(target);
  if (examined.sha256 === download.sha256) return examined;
  return withLock(`${target}.lock`, download.signal, async () => {
    const again = await examine(target); // somebody else may have seen it first
    if (again.sha256 === download.sha256) return again;
    await rm(target);
    return bring(download, target, examine);
  });
}

async function bring<E extends Examined>(download: Download, target: string, examine: Examine<E>): Promise<E> {
  const { url, sha256 } = download;
  const part = `${target}.part`;
  const wasResumed = (await sizeOf(part)) > 0;
  await fetchAll(download, part);
  let examined = await examine(part);
  if (examined.sha256 !== sha256 && wasResumed) {
    // The first half may be of another file of that name: begin again, once.
    await rm(part);
    await fetchAll(download, part);
    examined = await examine(part);
  }
  if (examined.sha256 !== sha256) {
    await rm(part);
    throw mismatch(url, sha256, examined.sha256);
  }
  await rename(part, target);
  return examined;
}

/** A file of this machine, used where it lies. */
async function where<E extends Examined>(url: string, sha256: string, examine: Examine<E>): Promise<Brought<E>> {
  const path = url.startsWith("file:") ? fileURLToPath(url) : url;
  if ((await sizeOf(path)) < 0) {
    throw refusal("no-such-file", ["source", "url"], {
      what: "there is no such file",
      got: path,
      allowed: "https:, http:, file: or a path on this machine",
      fix: "correct the path",
    });
  }
  const examined = await examine(path);
  if (examined.sha256 !== sha256) throw mismatch(path, sha256, examined.sha256);
  return { path, examined, release: () => Promise.resolve() };
}

/** The sha256 of a file, in hex. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const { hashes } = await readDigests(path, { hashes: ["sha256"], ...(signal === undefined ? {} : { signal }) });
  return hashes.get("sha256")?.digest("hex") ?? "";
}

function mismatch(source: string, expected: string, found: string): ConfigError {
  return refusal("wrong-hash", ["source", "sha256"], {
    what: `${bareUrl(source)} is not the file that was asked for`,
    got: `sha256 ${found}`,
    allowed: `sha256 ${expected}`,
    fix: "correct the hash, or fetch the file from where the stream metadata says",
  });
}
