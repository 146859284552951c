import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { FEDORA_ORIGIN } from "../../coreos/mirror";
import { releaseOf, type CoreosRelease } from "../../coreos/stream";
import { readStreamMetadata } from "../../coreos/stream-metadata";

export interface UpdateOptions {
  readonly stream: string;
  readonly architecture: string;
  /** Where `<stream>.json` is: `https:`, `http:`, `file:` or a folder of this machine. */
  readonly streams: string;
  /** Where the release is pinned. */
  readonly lockFile: string;
}

/** Where Fedora publishes the streams. */
export const FEDORA_STREAMS = `${FEDORA_ORIGIN}/streams`;

/**
 * Pins the newest release of a Fedora CoreOS stream in the lock file, and answers it.
 *
 * @throws ConfigError if the stream cannot be read, or has no release for the architecture
 */
export async function update({ stream, architecture, streams, lockFile }: UpdateOptions): Promise<CoreosRelease> {
  const release = releaseOf(await readStreamMetadata({ stream, streams }), architecture);
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
