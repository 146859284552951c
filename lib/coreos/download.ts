import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bareUrl } from "../values/bare-url";
import { withLock } from "./lock";
import { refusal } from "./problem";

/** What {@link downloadVerified} is to bring. */
export interface Download {
  /** `https:`, `http:`, `file:`, or a path on this machine. */
  readonly url: string;

  /** sha256 that the content must have, in hex. */
  readonly sha256: string;

  /** Cache folder; made if it is missing. */
  readonly directory: string;

  readonly signal?: AbortSignal;

  /** Called as bytes arrive; `total` is undefined if the server does not tell. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
}

const ATTEMPTS = 5;

/**
 * Brings a file into the cache and answers its path. Whatever it answers has just been read and has the sha256 asked for.
 *
 * An interrupted download goes on where it stopped, also by another process. Of several processes that want the same
 * file one downloads and the others wait. A file of this machine is verified where it lies and not copied.
 */
export async function downloadVerified(download: Download): Promise<string> {
  const { url, sha256, directory, signal } = download;
  if (!/^https?:/i.test(url)) return verifyLocal(url.startsWith("file:") ? fileURLToPath(url) : url, sha256, signal);
  try {
    return await throughCache(download);
  } catch (error) {
    throw isOfDisk(error) ? unkept(directory, error) : error;
  }
}

async function throughCache(download: Download): Promise<string> {
  const { url, sha256, directory, signal } = download;
  const name = `${sha256.slice(0, 16)}-${basename(new URL(url).pathname).replaceAll(/[^A-Za-z0-9._-]/g, "_")}`;
  const target = join(directory, name);
  await mkdir(directory, { recursive: true });
  return withLock(`${target}.lock`, signal, async () => {
    if ((await sizeOf(target)) > 0) {
      if ((await sha256Of(target, signal)) === sha256) return target;
      await rm(target); // damaged since it was brought here
    }
    await bring(download, `${target}.part`);
    await rename(`${target}.part`, target);
    return target;
  });
}

async function bring(download: Download, part: string): Promise<void> {
  const { url, sha256, signal } = download;
  const wasResumed = (await sizeOf(part)) > 0;
  await fetchAll(download, part);
  let found = await sha256Of(part, signal);
  if (found !== sha256 && wasResumed) {
    // The first half may be of another file of that name: begin again, once.
    await rm(part);
    await fetchAll(download, part);
    found = await sha256Of(part, signal);
  }
  if (found === sha256) return;
  await rm(part);
  throw mismatch(url, sha256, found);
}

/** Fetches until the file is complete; a broken connection is taken up again where it broke. */
async function fetchAll(download: Download, part: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(part);
    try {
      return await fetchRest(download, part);
    } catch (error) {
      download.signal?.throwIfAborted();
      if (isFinal(error) || isOfDisk(error)) throw error;
      if ((await sizeOf(part)) > before) attempt = 1;
      if (attempt >= ATTEMPTS) throw unreachable(download.url, error);
      await sleep(Math.min(250 * 2 ** attempt, 5000), undefined, { signal: download.signal });
    }
  }
}

async function fetchRest({ url, signal, onProgress }: Download, part: string): Promise<void> {
  const have = await sizeOf(part);
  const response = await fetch(url, {
    headers: { "accept-encoding": "identity", ...(have > 0 ? { range: `bytes=${have}-` } : {}) },
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status === 416) {
    await response.body?.cancel();
    // Either the file is complete, which its hash will tell, or what is here is not of this file.
    if (response.headers.get("content-range") === `bytes */${have}`) return;
    await rm(part);
    throw new Error("the server's file is shorter than the part that is here");
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    const error = new Error(`HTTP ${response.status} ${response.statusText}`);
    throw response.status < 500 && response.status !== 429 && response.status !== 408 ? unreachable(url, error) : error;
  }
  const isRest =
    response.status === 206 && response.headers.get("content-range")?.startsWith(`bytes ${have}-`) === true;
  let received = isRest ? have : 0;
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  const total = Number.isNaN(length) ? undefined : received + length;
  const counted = async function* (blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const block of blocks) {
      received += block.length;
      onProgress?.(received, total);
      yield block;
    }
  };
  await pipeline(Readable.fromWeb(response.body), counted, createWriteStream(part, { flags: isRest ? "a" : "w" }), {
    ...(signal === undefined ? {} : { signal }),
  });
  if (total !== undefined && received < total)
    throw new Error(`the connection ended after ${received} of ${total} bytes`);
}

async function verifyLocal(path: string, sha256: string, signal: AbortSignal | undefined): Promise<string> {
  if ((await sizeOf(path)) < 0) {
    throw refusal("no-such-file", ["source", "url"], {
      what: "there is no such file",
      got: path,
      allowed: "https:, http:, file: or a path on this machine",
      fix: "correct the path",
    });
  }
  const found = await sha256Of(path, signal);
  if (found !== sha256) throw mismatch(path, sha256, found);
  return path;
}

/** The sha256 of a file, in hex. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const block of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    signal?.throwIfAborted();
    hash.update(block as Buffer);
  }
  return hash.digest("hex");
}

/** -1 if it is not there. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => -1,
  );
}

function isFinal(error: unknown): boolean {
  return error instanceof Error && error.name === "ConfigError";
}

/** Errors of files have their code on the outside, unlike those of `fetch`. */
function isOfDisk(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === "object" && error !== null && "code" in error && DISK_CODES.has(String(error.code));
}

const FULL = ["ENOSPC", "EDQUOT"];
const DISK_CODES = new Set([...FULL, "EACCES", "EPERM", "EROFS", "EIO", "ENOTDIR", "EISDIR", "EEXIST", "ENAMETOOLONG"]);

function unkept(directory: string, error: NodeJS.ErrnoException) {
  const isFull = FULL.includes(error.code ?? "");
  return refusal("cache", [], {
    what: `the cache folder ${directory} cannot take the download: ${error.message}`,
    fix: `${isFull ? "make room there" : "make the folder writable"}, or name another by cache_directory (SLIPWAY_CACHE_DIR), then apply again`,
  });
}

function mismatch(source: string, expected: string, found: string) {
  return refusal("wrong-hash", ["source", "sha256"], {
    what: `${bareUrl(source)} is not the file that was asked for`,
    got: `sha256 ${found}`,
    allowed: `sha256 ${expected}`,
    fix: "correct the hash, or fetch the file from where the stream metadata says",
  });
}

function unreachable(url: string, cause: unknown) {
  const chain: string[] = [];
  for (let one: unknown = cause; one instanceof Error && chain.length < 4; one = one.cause) chain.push(one.message);
  return refusal("unreachable", ["source", "url"], {
    what: `${bareUrl(url)} cannot be downloaded: ${chain.join(": ")}`,
    fix: "check the URL and the network, then apply again: what has arrived is kept",
  });
}
