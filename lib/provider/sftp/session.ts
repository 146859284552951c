import { RemoteError } from "../remote/failures";
import { type Entry, listFolder } from "./folders";
import { CHUNK, isMissing, Operations, type RemoteStat } from "./operations";
import type { Requests } from "./requests";

const LARGEST_READ = 64 * 1024 * 1024;

/** Looks at files on an SFTP server. Paths are absolute, as the server's client sees them. */
export class SftpSession {
  readonly operations: Operations;

  constructor(requests: Requests) {
    this.operations = new Operations(requests);
  }

  /** Undefined if it is not there. */
  stat(path: string): Promise<RemoteStat | undefined> {
    return this.operations.lstat(path);
  }

  /** Undefined if it is not there. Refuses what is larger than `limit` bytes. */
  async read(path: string, limit = LARGEST_READ): Promise<Buffer | undefined> {
    const content = await this.readFrom(path, () => Promise.resolve(0), limit + 1);
    if (content !== undefined && content.length > limit) {
      throw new RemoteError(`read ${path}`, new Error(`it is larger than ${limit} bytes`), undefined);
    }
    return content;
  }

  /** The last bytes of a file, however large it is; undefined if it is not there. */
  async readTail(path: string, length: number): Promise<Buffer | undefined> {
    const start = async (handle: Buffer): Promise<number> =>
      Math.max(0, (await this.operations.fstat(path, handle)).size - length);
    return this.readFrom(path, start, length);
  }

  /** What is in a folder, without `.` and `..`, sorted by name; empty if it is not there. */
  async list(path: string): Promise<readonly Entry[]> {
    return (await listFolder(this.operations, path)) ?? [];
  }

  private async readFrom(
    path: string,
    startOf: (handle: Buffer) => Promise<number>,
    limit: number,
  ): Promise<Buffer | undefined> {
    let handle: Buffer;
    try {
      handle = await this.operations.openToRead(path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    try {
      const start = await startOf(handle);
      const parts: Buffer[] = [];
      for (let length = 0; length < limit;) {
        const part = await this.operations.read(path, handle, start + length, Math.min(CHUNK, limit - length));
        if (part.length === 0) break;
        parts.push(part);
        length += part.length;
      }
      return Buffer.concat(parts);
    } finally {
      await this.operations.close(path, handle).catch(() => undefined);
    }
  }
}
