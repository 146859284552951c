import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { releaseOf, type CoreosRelease } from "../../coreos/stream";
import { UsageError } from "../usage-error";

export interface UpdateOptions {
  readonly stream: string;
  readonly architecture: string;
  /** Base address of the streams. */
  readonly streams: string;
  /** Where the release is pinned. */
  readonly lockFile: string;
}

/** Where Fedora publishes the streams. */
export const FEDORA_STREAMS = "https://builds.coreos.fedoraproject.org/streams";

/** Pins the newest release of a Fedora CoreOS stream in the lock file, and answers it. */
export async function update({ stream, architecture, streams, lockFile }: UpdateOptions): Promise<CoreosRelease> {
  const address = `${streams}/${stream}.json`;
  const response = await fetch(address, { signal: AbortSignal.timeout(30_000) }).catch((error: unknown) => {
    throw new UsageError(
      `${address} cannot be read: ${error instanceof Error ? String(error.cause ?? error.message) : String(error)}`,
    );
  });
  if (!response.ok)
    throw new UsageError(`${address} answers ${response.status}. Streams are stable, testing and next.`);
  const release = releaseOf(await response.json(), architecture);
  writeLock(lockFile, release);
  return release;
}

/** Replaces the pin alone: the same file keeps which guest was given which VM id and address. */
function writeLock(lockFile: string, coreos: CoreosRelease): void {
  const lock = existsSync(lockFile) ? (JSON.parse(readFileSync(lockFile, "utf8")) as object) : {};
  const temporary = `${lockFile}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify({ ...lock, coreos }, null, 2)}\n`);
  renameSync(temporary, lockFile);
}
