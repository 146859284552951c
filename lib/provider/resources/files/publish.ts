import { sha512 } from "../../../values/hash";
import { formatFileMode } from "../../../values/file-mode";
import type { SftpSession } from "../../sftp/session";
import type { Content } from "./contents";
import type { PublishedFile } from "./model";

/** A file as it shall be. */
export interface WantedFile {
  readonly path: string;
  readonly mode: string;
  readonly content: Content;
}

/** Says which file could not be brought into its state, and what is true of all of them now. */
export class PublishError extends Error {
  constructor(
    readonly path: string,
    readonly verb: "write" | "remove",
    readonly files: readonly PublishedFile[],
    override readonly cause: unknown,
  ) {
    super(`unable to ${verb} ${path}`);
  }
}

/**
 * Makes the server hold the wanted files: writes in order what is missing or differs, and then, in reverse order,
 * removes what had been there and is wanted no more.
 *
 * @throws PublishError with what is true after a failure half-way
 */
export async function publish(
  session: SftpSession,
  wanted: readonly WantedFile[],
  prior: readonly PublishedFile[],
): Promise<readonly PublishedFile[]> {
  const done: PublishedFile[] = [];
  const dropped = prior.filter(({ path }) => !wanted.some((file) => file.path === path));
  for (const [index, file] of wanted.entries()) {
    try {
      if (!(await isThere(session, file))) await session.write(file.path, file.content.bytes, parseInt(file.mode, 8));
      done.push(factsOf(file));
    } catch (error) {
      const open = wanted.slice(index).map((one) => before(one, prior));
      throw new PublishError(file.path, "write", [...done, ...open, ...dropped], error);
    }
  }
  const left = [...dropped];
  for (let file = left.at(-1); file !== undefined; file = left.at(-1)) {
    try {
      // A folder in its place is somebody else's; what is on the server of a file that never came to be is not ours.
      if ((await session.stat(file.path))?.isDirectory !== true) await session.remove(file.path);
      left.pop();
    } catch (error) {
      throw new PublishError(file.path, "remove", [...done, ...left], error);
    }
  }
  return done;
}

async function isThere(session: SftpSession, { path, mode, content }: WantedFile): Promise<boolean> {
  const found = await session.stat(path);
  if (found === undefined || found.isDirectory) return false;
  if (found.size !== content.bytes.length || formatFileMode(found.mode) !== mode) return false;
  return (await session.read(path, content.bytes.length))?.equals(content.bytes) === true;
}

function factsOf({ path, mode, content }: WantedFile): PublishedFile {
  return { path, mode, sha512: content.sha512, size: content.bytes.length, nonce: content.nonce };
}

/** What is known of a file that was not reached: its old content, or that it may be missing. */
function before({ path, mode }: WantedFile, prior: readonly PublishedFile[]): PublishedFile {
  return prior.find((file) => file.path === path) ?? { path, mode, sha512: null, size: null, nonce: null };
}

/** What is on the server of the files of a state: a missing one has no hash, a changed one the hash that it has now. */
export async function inspect(
  session: SftpSession,
  files: readonly PublishedFile[],
): Promise<readonly PublishedFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const gone = { ...file, sha512: null, size: null };
      const found = await session.stat(file.path);
      if (found === undefined || found.isDirectory) return gone;
      const bytes = await session.read(file.path);
      if (bytes === undefined) return gone;
      return { ...file, mode: formatFileMode(found.mode), sha512: sha512(bytes), size: bytes.length };
    }),
  );
}
