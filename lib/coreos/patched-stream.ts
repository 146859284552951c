import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { Patch } from "./embed-plan";

/**
 * Reads a file with patches in place of its own bytes. Memory stays constant: each block is patched as it passes.
 * The result is as long as the file.
 */
export function patchedStream(path: string, patches: readonly Patch[]): Readable {
  return Readable.from(read(path, patches), { objectMode: false });
}

/** Smaller ones make an upload slower: each waits for the one before to be encrypted. Larger ones only take memory. */
const BLOCK = 512 * 1024;

/** Opens the file when it is first read, so that a stream which nobody reads leaves nothing open. */
async function* read(path: string, patches: readonly Patch[]): AsyncGenerator<Buffer> {
  yield* patched(createReadStream(path, { highWaterMark: BLOCK }) as AsyncIterable<Buffer>, patches);
}

/** Splices patches into any sequence of blocks. */
export async function* patched(blocks: AsyncIterable<Buffer>, patches: readonly Patch[]): AsyncGenerator<Buffer> {
  let offset = 0;
  for await (const block of blocks) {
    yield patchBlock(block, offset, patches);
    offset += block.length;
  }
}

/** A block of a file that lies at `offset`, with what the patches put into it; the block itself is left as it is. */
export function patchBlock(block: Buffer, offset: number, patches: readonly Patch[]): Buffer {
  const end = offset + block.length;
  const touching = patches.filter((patch) => patch.offset < end && patch.offset + patch.bytes.length > offset);
  if (touching.length === 0) return block;
  const changed = Buffer.from(block);
  for (const patch of touching) {
    const from = Math.max(patch.offset, offset);
    patch.bytes.copy(changed, from - offset, from - patch.offset, end - patch.offset);
  }
  return changed;
}
