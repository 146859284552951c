import { writeFileSync } from "node:fs";
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
  writeFileSync(lockFile, `${JSON.stringify({ coreos: release }, null, 2)}\n`);
  return release;
}
