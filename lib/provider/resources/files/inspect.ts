import { formatFileMode } from "../../../values/file-mode";
import { sha512 } from "../../../values/hash";
import { Slots } from "../../sftp/slots";
import type { PublishedFile } from "./model";
import type { FileStat, FileTransport } from "./transport";

/** Most files whose contents are in memory at once. */
const READ_AT_ONCE = 16;

/**
 * What is on the server of the files of a state: a missing one has no hash, a changed one the hash that it has now.
 *
 * A file that has the size and the version it had before is taken to be the same.
 *
 * @param readAll reads every file all the same
 */
export async function inspect(
  transport: FileTransport,
  files: readonly PublishedFile[],
  readAll = false,
): Promise<readonly PublishedFile[]> {
  const stats = await transport.look(files.map(({ path }) => path));
  const slots = new Slots(READ_AT_ONCE);
  return Promise.all(
    files.map(async (file, index) => {
      const stat = stats[index];
      if (stat?.kind !== "file") return gone(file);
      const mode = stat.mode === undefined ? file.mode : formatFileMode(stat.mode);
      if (!readAll && isSame(file, stat)) return { ...file, mode };
      return slots.run(async () => {
        const bytes = await transport.read(file.path);
        if (bytes === undefined) return gone(file);
        return { ...file, mode, sha512: sha512(bytes), size: bytes.length, ...seen(stat, file) };
      });
    }),
  );
}

/** Whether a file has not been touched since its hash was true. */
export function isSame({ sha512: hash, size, version, youngSince }: PublishedFile, stat: FileStat): boolean {
  const isKnown = hash !== null && version !== undefined && youngSince === undefined;
  return isKnown && version === stat.version && size === stat.size;
}

/** Twice the second that a coarse version counts. */
const YOUNG_MS = 2000;

/**
 * What to remember of a file whose hash is true now. A coarse version is trusted if the file was seen with it before,
 * long enough ago that whoever had changed it since would have given it another one.
 */
export function seen(
  { version, isCoarse }: FileStat,
  before: PublishedFile | undefined,
): Pick<PublishedFile, "version" | "youngSince"> {
  if (isCoarse !== true || version === undefined) return { version, youngSince: undefined };
  const now = Date.now();
  if (before?.version !== version) return { version, youngSince: now };
  const since = before.youngSince;
  return { version, youngSince: since === undefined || now - since >= YOUNG_MS ? undefined : since };
}

function gone(file: PublishedFile): PublishedFile {
  return { ...file, sha512: null, size: null, version: undefined, youngSince: undefined };
}
