import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
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
  readonly hashes: ReadonlyMap<HashName, Hash>;

  /** In hex; undefined if no patches were given. */
  readonly patchedSha256: string | undefined;
}

const BLOCK = 1024 * 1024;

/** Finds everything that is to be known of a file at the same time, in constant memory. */
export async function readDigests(path: string, question: DigestQuestion): Promise<Digests> {
  const { hashes: names, patches, signal, threadFrom = 32 * BLOCK } = question;
  const hashes = new Map([...new Set(names)].map((name) => [name, createHash(name)]));
  if (patches === undefined || (await stat(path)).size >= threadFrom) {
    const [patchedSha256] = await Promise.all([
      patches === undefined ? undefined : patchedDigest(path, patches, signal),
      read(path, signal, (block) => hashes.forEach((hash) => hash.update(block))),
    ]);
    return { hashes, patchedSha256 };
  }
  const patched = createHash("sha256");
  await read(path, signal, (block, offset) => {
    hashes.forEach((hash) => hash.update(block));
    patched.update(patchBlock(block, offset, patches));
  });
  return { hashes, patchedSha256: patched.digest("hex") };
}

async function read(
  path: string,
  signal: AbortSignal | undefined,
  take: (block: Buffer, offset: number) => void,
): Promise<void> {
  let offset = 0;
  for await (const block of createReadStream(path, { highWaterMark: BLOCK }) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    take(block, offset);
    offset += block.length;
  }
}
