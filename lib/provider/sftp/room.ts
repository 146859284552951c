import { RemoteError } from "../remote/failures";
import { hasCode, type Operations } from "./operations";
import { REPLY, REQUEST, STATUS } from "./packets";

const STATVFS = "statvfs@openssh.com";

/**
 * A failed write with its reason: SFTP knows no code for a full disk, so a server says no more than "Failure".
 *
 * @param path of the file; its folder lies on the file system that is asked
 * @returns the error as it was where there is room, or the server does not tell
 */
export async function withRoom(operations: Operations, path: string, error: unknown): Promise<unknown> {
  if (!(error instanceof RemoteError) || !hasCode(error, STATUS.failure)) return error;
  const { requests } = operations;
  if (!requests.connection.channel.extensions.has(STATVFS)) return error;
  try {
    const folder = path.slice(0, path.lastIndexOf("/")) || "/";
    const reply = await requests.send(
      `ask for the room in ${folder}`,
      (channel) => channel.request(REQUEST.extended, [STATVFS, folder], REPLY.extended),
      { manner: "finish" },
    );
    // Block size and size of a fragment; fragments, free ones, and those that everybody may use; the same of inodes.
    const [, fragment = 0, , , free = 1, , , inodes = 1] = Array.from({ length: 8 }, () => reply.uint64());
    if (free * fragment >= LITTLE && inodes > 0) return error;
    const what = inodes > 0 ? `no room left on its disk (${free * fragment} bytes free)` : "no more files on its disk";
    return new RemoteError(error.message, new Error(`the server has ${what}`), error.code);
  } catch {
    return error;
  }
}

/** Bytes: with less than this, a failed write needs no other reason. */
const LITTLE = 65_536;
