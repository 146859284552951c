import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Patch } from "./embed-plan";
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
}

/** What a file was found to be. */
export interface Digests {
  /** One for each that was asked for, with all bytes in it, not yet finished. */
  readonly hashes: ReadonlyMap<HashName, Hash>;

  /** In hex; undefined if no patches were given. */
  readonly patchedSha256: string | undefined;
}

/** Reads a file once for everything that is to be known of it, in constant memory. */
export async function readDigests(path: string, { hashes, patches, signal }: DigestQuestion): Promise<Digests> {
  const names = patches === undefined ? hashes : [...hashes, "sha256" as const];
  const running = new Map([...new Set(names)].map((name) => [name, createHash(name)]));
  const first = patches?.[0]?.offset ?? Number.POSITIVE_INFINITY;
  let patched: Hash | undefined;
  let offset = 0;
  for await (const block of createReadStream(path, { highWaterMark: BLOCK }) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    // Up to the first patch both are the same, and are hashed once.
    if (offset + block.length > first) {
      patched ??= running.get("sha256")?.copy();
      patched?.update(patchBlock(block, offset, patches ?? []));
    }
    for (const hash of running.values()) hash.update(block);
    offset += block.length;
  }
  patched ??= patches === undefined ? undefined : running.get("sha256")?.copy();
  return { hashes: running, patchedSha256: patched?.digest("hex") };
}

const BLOCK = 1024 * 1024;
