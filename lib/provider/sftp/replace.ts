import { RemoteError } from "../remote/failures";
import type { Operations } from "./operations";
import { temporaryName } from "./temporary";

/** Puts a file into its place, over an old one in one step where the server can (OpenSSH can). */
export async function putInPlace(operations: Operations, from: string, to: string): Promise<void> {
  if (operations.canReplace) await operations.rename(from, to, true);
  else await replaceInSteps(operations, from, to);
}

/**
 * The plain rename of SFTP version 3 may refuse to replace: then the old file has to step aside. For a moment there is
 * none; it is gone for good only when the new one is in its place.
 */
async function replaceInSteps(operations: Operations, from: string, to: string): Promise<void> {
  try {
    await operations.rename(from, to);
    return;
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code === undefined) throw error;
    const found = await operations.lstat(to);
    if (found === undefined || found.kind === "folder") throw error;
  }
  const aside = temporaryName(to);
  await operations.rename(to, aside);
  try {
    await operations.rename(from, to);
  } catch (error) {
    await putBack(operations, aside, to, error);
    throw error;
  }
  // It is only in the way of a folder's removal, and goes with the next write at the latest.
  await operations.unlink(aside).catch(() => undefined);
}

async function putBack(operations: Operations, aside: string, to: string, first: unknown): Promise<void> {
  try {
    await operations.rename(aside, to);
  } catch (error) {
    const why = `${String((first as Error).message)}; and then: ${String((error as Error).message)}`;
    const code = error instanceof RemoteError ? error.code : undefined;
    throw new RemoteError(`replace ${to}`, new Error(`its old content is at ${aside} now: ${why}`), code);
  }
}
