import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Patch } from "./embed-plan";

/**
 * What the thread does: it reads the file by itself, the next block while it hashes one, so that nothing has to be handed
 * over and nobody is blocked. As text, since the provider is one file, of which a thread would load everything.
 */
const PROGRAM = `
const { createHash } = require("node:crypto");
const { open } = require("node:fs/promises");
const { parentPort, workerData: { path, patches } } = require("node:worker_threads");
const size = 1024 * 1024;
void (async () => {
  const hash = createHash("sha256");
  const file = await open(path, "r");
  let [block, other] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  let next = file.read(block, 0, size, 0);
  for (let offset = 0; ; ) {
    const { bytesRead: length } = await next;
    if (length === 0) break;
    next = file.read(other, 0, size, offset + length);
    for (const { offset: start, bytes } of patches) {
      const from = Math.max(start, offset);
      const to = Math.min(start + bytes.length, offset + length);
      if (from < to) block.set(bytes.subarray(from - start, to - start), from - offset);
    }
    hash.update(block.subarray(0, length));
    offset += length;
    [block, other] = [other, block];
  }
  await file.close();
  parentPort.postMessage(hash.digest("hex"));
})();
`;

/** The sha256, in hex, of a file with patches in place of its own bytes, computed beside whatever else is going on. */
export async function patchedDigest(path: string, patches: readonly Patch[], signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted();
  const worker = new Worker(PROGRAM, {
    eval: true,
    workerData: { path, patches },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  });
  try {
    const [digest] = (await once(worker, "message", signal === undefined ? {} : { signal })) as [string];
    return digest;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await worker.terminate();
  }
}
