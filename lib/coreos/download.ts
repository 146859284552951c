import { mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bareUrl } from "../values/bare-url";
import { ConfigError } from "../values/config-error";
import { markInUse, shrinkCache, touchImage } from "./cache";
import { isOfCache, isOfDisk, sizeOf, unkept } from "./disk";
import { fetchAll } from "./fetch-file";
import { withLock } from "./lock";
import { onMirror, pathOfUrl } from "./mirror";
import { refusal } from "./problem";
import { readDigests } from "./read-digests";
import { type Brought, type Examined, type Outcome, type Use, used } from "./verified-use";

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

/**
 * Brings a file, has it examined, and hands it to `use`; while that runs, the file is not removed from the cache.
 *
 * An interrupted download goes on where it stopped, also by another process. Of several processes that want the same
 * file one downloads and the others wait. A file of this machine is examined where it lies and not copied.
 *
 * @param examine reads the file, which may still be another one or damaged
 * @param use begins while the file is still read; with another file, if this one turns out to be wrong, it begins again
 * @throws ConfigError that says what is wrong with each place that was asked
 */
export async function withVerified<E extends Examined, T>(
  download: Download,
  examine: Examine<E>,
  use: Use<E, T>,
): Promise<T> {
  const failures: ConfigError[] = [];
  for (const url of placesOf(download)) {
    const outcome = await fromPlace({ ...download, url }, examine, use);
    if ("value" in outcome) return outcome.value;
    failures.push(outcome.wrong);
  }
  throw failures.length === 1 ? failures[0] : new ConfigError(failures.flatMap(({ problems }) => problems));
}

type Examine<E extends Examined> = (path: string) => Promise<E>;

async function fromPlace<E extends Examined, T>(
  download: Download,
  examine: Examine<E>,
  use: Use<E, T>,
): Promise<Outcome<T>> {
  const brought = await bringFrom(download, examine);
  if ("wrong" in brought) return brought;
  const outcome = await used(brought, use);
  if ("value" in outcome || brought.discard === undefined) return outcome;
  await keeping(download, brought.discard());
  const again = await bringFrom(download, examine);
  return "wrong" in again ? again : used(again, use);
}

async function bringFrom<E extends Examined>(
  download: Download,
  examine: Examine<E>,
): Promise<Brought<E> | { readonly wrong: ConfigError }> {
  const { url, sha256 } = download;
  try {
    return await (/^https?:/i.test(url) ? throughCache(download, examine) : where(url, sha256, examine));
  } catch (error) {
    // Whoever else has the file may have the right one; a cache that is full stays full.
    if (!(error instanceof ConfigError) || isOfCache(error)) throw error;
    return { wrong: error };
  }
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
    await touchImage(target);
    if (download.cacheLimitBytes !== undefined) await shrinkCache(directory, download.cacheLimitBytes, target, signal);
    const kept = { path: target, release: release ?? (() => Promise.resolve()) };
    if (atOnce !== undefined) return { ...kept, examined: atOnce, compared: Promise.resolve() };
    const examined = await examine(target);
    const discard = (): Promise<void> => discardDamaged(download, target);
    const compared = keeping(download, expected(examined, url, sha256)).catch((error: unknown) => {
      throw isGone(error) ? goneMeanwhile(target) : error;
    });
    return { ...kept, examined, compared, discard };
  } catch (error) {
    await release?.();
    throw isOfDisk(error) ? unkept(directory, error) : error;
  }
}

/** Says what is wrong with the cache if that is why something fails. */
async function keeping<T>({ directory }: Download, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isOfDisk(error) ? unkept(directory, error) : error;
  }
}

function isGone(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";
}

/** Somebody else has found it damaged, and has taken it out of the cache to bring it anew. */
function goneMeanwhile(path: string): ConfigError {
  return refusal("no-such-file", ["source", "url"], {
    what: `${path} has left the cache while it was in use`,
    fix: "apply again; if it happens again, look who empties the cache folder",
  });
}

/** Takes what was damaged since out of the cache, unless somebody else has seen it first. */
async function discardDamaged({ sha256, signal }: Download, target: string): Promise<void> {
  await withLock(`${target}.lock`, signal, async () => {
    if ((await sizeOf(target)) > 0 && (await sha256Of(target, signal)) !== sha256) await rm(target);
  });
}

async function bring<E extends Examined>(download: Download, target: string, examine: Examine<E>): Promise<E> {
  const { url, sha256 } = download;
  const part = `${target}.part`;
  const wasResumed = (await sizeOf(part)) > 0;
  await fetchAll(download, part);
  let examined = await examine(part);
  if (wasResumed && (await examined.sha256) !== sha256) {
    // The first half may be of another file of that name: begin again, once.
    await rm(part);
    await fetchAll(download, part);
    examined = await examine(part);
  }
  const found = await examined.sha256;
  if (found !== sha256) {
    await rm(part);
    throw mismatch(url, sha256, found);
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
  return { path, examined, compared: expected(examined, path, sha256), release: () => Promise.resolve() };
}

async function expected(examined: Examined, source: string, sha256: string): Promise<void> {
  const found = await examined.sha256;
  if (found !== sha256) throw mismatch(source, sha256, found);
}

/** The sha256 of a file, in hex. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const question = { hashes: ["sha256"], ...(signal === undefined ? {} : { signal }) } as const;
  const hashes = await (await readDigests(path, question)).hashes;
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
