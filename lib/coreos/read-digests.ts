import { createHash, type Hash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import type { Patch } from "./embed-plan";
import { patchedDigest } from "./patched-digest";
import { patchBlock } from "./patched-stream";

/** A hash by which images are verified. */
export type HashName = "sha256" | "sha384" | "sha512";

/** What {@link readDigests} is to find out. */
export interface DigestQuestion {
  /** Over the file as it is. */
  readonly hashes: readonly HashName[];

  /** If given, the sha256 of the file with these in place of its own bytes is wanted too. Ordered by offset. */
  readonly patches?: readonly Patch[];

  readonly signal?: AbortSignal;

  /**
   * Size in bytes from which on the patched file is hashed by a thread of its own.
   *
   * @default 32 MiB: below it, the thread would cost more than it saves
   */
  readonly threadFrom?: number;
}

/** What a file was found to be. */
export interface Digests {
  /** One for each that was asked for, with all bytes in it, not yet finished. */
  readonly hashes: Promise<ReadonlyMap<HashName, Hash>>;

  /** In hex; undefined if no patches were given. */
  readonly patchedSha256: string | undefined;
}

/** Larger ones are hardly faster, and keep everything else waiting. */
const BLOCK = 256 * 1024;

/**
 * Finds everything that is to be known of a file, in constant memory.
 *
 * Settles when the patched file's sha256 is known, with which it can be sent already; the hashes of the file as it is
 * may take longer.
 */
export async function readDigests(path: string, question: DigestQuestion): Promise<Digests> {
  const { hashes: names, patches, signal, threadFrom = 32 * 1024 * 1024 } = question;
  const hashes = new Map([...new Set(names)].map((name) => [name, createHash(name)]));
  if (patches !== undefined && (await stat(path)).size < threadFrom) {
    const patched = createHash("sha256");
    await read(path, signal, (block, offset) => {
      hashes.forEach((hash) => hash.update(block));
      patched.update(patchBlock(block, offset, patches));
    });
    return { hashes: Promise.resolve(hashes), patchedSha256: patched.digest("hex") };
  }
  // Two at once take as long as one after the other where both share what hashes.
  const patchedSha256 = patches === undefined ? undefined : await patchedDigest(path, patches, signal);
  const all = read(path, signal, (block) => hashes.forEach((hash) => hash.update(block))).then(() => hashes);
  // Whoever waits for it is told; there may be nobody any more.
  all.catch(() => undefined);
  return { hashes: all, patchedSha256 };
}

/** Reads the next block while one is hashed, into the same two buffers: new ones would cost as much as the reading. */
async function read(
  path: string,
  signal: AbortSignal | undefined,
  take: (block: Buffer, offset: number) => void,
): Promise<void> {
  const file = await open(path, "r");
  let [buffer, other] = [Buffer.allocUnsafeSlow(BLOCK), Buffer.allocUnsafeSlow(BLOCK)];
  let next = file.read(buffer, 0, BLOCK, 0);
  try {
    for (let offset = 0; ;) {
      const { bytesRead } = await next;
      if (bytesRead === 0) return;
      signal?.throwIfAborted();
      const block = buffer.subarray(0, bytesRead);
      next = file.read(other, 0, BLOCK, offset + bytesRead);
      take(block, offset);
      offset += bytesRead;
      [buffer, other] = [other, buffer];
    }
  } finally {
    // One may still be under way, and fail in its own way.
    await next.catch(() => undefined);
    await file.close();
  }
}
