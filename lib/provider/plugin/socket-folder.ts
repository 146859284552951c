import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Longest path of a Unix socket that every supported system takes: macOS has 104 bytes, with the NUL. */
const LIMIT = 103;

/** A folder that only we can enter, for one socket. */
export interface SocketFolder {
  readonly socket: string;
  remove(): void;
}

/** Makes the folder, which is gone when the process ends, unless it is killed outright. */
export function socketFolder(parent = tmpdir()): SocketFolder {
  const name = join("slipway-XXXXXX", "s");
  const short = Buffer.byteLength(join(parent, name)) <= LIMIT ? parent : "/tmp";
  const folder = mkdtempSync(join(short, "slipway-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  return { socket: join(folder, "s"), remove };
}
