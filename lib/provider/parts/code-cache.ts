import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const DIGEST_BYTES = 32;
const DAY_MS = 86_400_000;

/** What has not been used for so long belongs to a provider or a Node that is here no more. */
const UNUSED_DAYS = 30;

/** Where compiled code is kept between starts. */
export interface CodeCache {
  /** Undefined if there is none, or none that can be trusted. */
  read(name: string): Buffer | undefined;

  /** Keeps it if that is possible; nothing depends on it. */
  write(name: string, code: Buffer): void;
}

/**
 * Opens a folder of compiled code. As what is in there is executed, nothing is read but from a folder and files that
 * belong to this user and that nobody else can write to or even read, and only as it was written: each begins with its
 * own sha256.
 *
 * @param above made if need be, as a folder for caches is
 */
export function openCodeCache(above: string, user = process.getuid?.()): CodeCache {
  const folder = join(above, "code");
  return {
    read(name) {
      try {
        return isPrivateFolder(folder, user) ? readChecked(join(folder, name), user) : undefined;
      } catch {
        return undefined;
      }
    },
    write(name, code) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        if (!isPrivateFolder(folder, user)) return;
        removeUnused(folder);
        const unfinished = join(folder, `${name}.${process.pid}`);
        try {
          writeFileSync(unfinished, Buffer.concat([digestOf(code), code]), { mode: 0o600, flag: "wx" });
          renameSync(unfinished, join(folder, name));
        } catch {
          rmSync(unfinished, { force: true });
        }
      } catch {
        // A folder that cannot be written to costs a little time at each start, and no more.
      }
    },
  };
}

function isPrivateFolder(folder: string, user: number | undefined): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === user && (found.mode & 0o077) === 0;
}

function readChecked(path: string, user: number | undefined): Buffer | undefined {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.uid !== user || (found.mode & 0o077) !== 0) return undefined;
    const bytes = readFileSync(file);
    const code = bytes.subarray(DIGEST_BYTES);
    if (!digestOf(code).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
    if (Date.now() - found.mtimeMs > DAY_MS) utimesSync(path, new Date(), new Date());
    return code;
  } finally {
    closeSync(file);
  }
}

function removeUnused(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    try {
      if (Date.now() - lstatSync(path).mtimeMs > UNUSED_DAYS * DAY_MS) rmSync(path, { force: true });
    } catch {
      // Another process has just removed it, or it is none of ours: neither keeps us from writing.
    }
  }
}

function digestOf(code: Buffer): Buffer {
  return createHash("sha256").update(code).digest();
}
