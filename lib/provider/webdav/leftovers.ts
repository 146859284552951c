import { posix } from "node:path";
import type { Slots } from "../sftp/slots";
import { finalName } from "../sftp/temporary";
import type { Operations } from "./operations";

/**
 * Removes what an apply that broke off had sent ahead, under temporary names, of the very files that are to be written
 * now: it could not clean up if the server was gone, or itself was killed.
 *
 * A server that does not list folders keeps it, and a failure here keeps nobody from writing.
 */
export async function removeLeftovers(operations: Operations, slots: Slots, paths: readonly string[]): Promise<void> {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const folder = posix.dirname(path);
    folders.set(folder, (folders.get(folder) ?? new Set()).add(posix.basename(path)));
  }
  await Promise.allSettled(
    [...folders].map(([folder, ours]) =>
      slots.run(async () => {
        const names = (await operations.list(folder)) ?? [];
        for (const name of names) {
          if (ours.has(finalName(name) ?? "")) await operations.delete(posix.join(folder, name), undefined);
        }
      }),
    ),
  );
  operations.stopIfInterrupted();
}
