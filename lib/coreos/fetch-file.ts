import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { bareUrl } from "../values/bare-url";
import { isOfDisk, sizeOf } from "./disk";
import { refusal } from "./problem";

/** A large file that is fetched into one of this machine. */
export interface LargeFile {
  /** `https:` or `http:`. */
  readonly url: string;

  readonly signal?: AbortSignal;

  /** Called as bytes arrive; `total` is undefined if the server does not tell. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
}

const ATTEMPTS = 5;

/** No image is larger: a live ISO has 1 GiB, the raw image of a disk 10. */
const LARGEST = 64 * 1024 ** 3;

/**
 * Fetches until the file is complete; a broken connection is taken up again where it broke, and so is what an earlier
 * call has left.
 *
 * @param part where the bytes go; what is there already counts as the file's beginning
 */
export async function fetchAll(file: LargeFile, part: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(part);
    try {
      return await fetchRest(file, part);
    } catch (error) {
      file.signal?.throwIfAborted();
      if (isFinal(error) || isOfDisk(error)) throw error;
      if ((await sizeOf(part)) > before) attempt = 1;
      if (attempt >= ATTEMPTS) throw unreachable(file.url, error);
      await sleep(Math.min(250 * 2 ** attempt, 5000), undefined, { signal: file.signal });
    }
  }
}

async function fetchRest({ url, signal, onProgress }: LargeFile, part: string): Promise<void> {
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
      if (received > LARGEST) throw endless(url);
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

function endless(url: string) {
  return refusal("too-large", ["source", "url"], {
    what: `${bareUrl(url)} sends more than ${LARGEST / 1024 ** 3} GiB, which no image has`,
    fix: "correct the URL",
  });
}

function isFinal(error: unknown): boolean {
  return error instanceof Error && error.name === "ConfigError";
}

function unreachable(url: string, cause: unknown) {
  const chain: string[] = [];
  for (let one: unknown = cause; one instanceof Error && chain.length < 4; one = one.cause) chain.push(one.message);
  return refusal("unreachable", ["source", "url"], {
    what: `${bareUrl(url)} cannot be downloaded: ${chain.join(": ")}`,
    fix: "check the URL and the network, then apply again: what has arrived is kept",
  });
}
