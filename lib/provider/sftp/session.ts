import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import type { Attributes, FileEntryWithStats, Stats } from "ssh2";
import { FAILURE, NO_SUCH_FILE, type Requests, SftpError } from "./requests";

/** What is known of a file or folder without reading it. */
export interface FileStat {
  readonly isDirectory: boolean;

  /** In bytes. */
  readonly size: number;

  /** Permissions, such as `0o644`. */
  readonly mode: number;

  /** Time of the last change, seconds since 1970. */
  readonly mtime: number;
}

const CHUNK = 32 * 1024;
const LARGEST_READ = 64 * 1024 * 1024;

/** Marks a folder that {@link SftpSession.write} made, so that {@link SftpSession.remove} takes away only those. */
const MARKER = ".made-by-slipway";

/** Files on an SFTP server. Paths are absolute, as the server's client sees them. */
export class SftpSession {
  constructor(private readonly requests: Requests) {}

  private get sftp() {
    return this.requests.connection.sftp;
  }

  /** Undefined if it is not there. */
  async stat(path: string): Promise<FileStat | undefined> {
    try {
      return statOf(await this.requests.send<Stats>(`stat ${path}`, (done) => this.sftp.lstat(path, done)));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Undefined if it is not there. Refuses what is larger than `limit` bytes. */
  async read(path: string, limit = LARGEST_READ): Promise<Buffer | undefined> {
    const content = await this.readFrom(path, () => Promise.resolve(0), limit + 1);
    if (content !== undefined && content.length > limit) {
      throw new SftpError(`read ${path}`, new Error(`it is larger than ${limit} bytes`), undefined);
    }
    return content;
  }

  /** The last bytes of a file, however large it is; undefined if it is not there. */
  async readTail(path: string, length: number): Promise<Buffer | undefined> {
    const start = async (handle: Buffer): Promise<number> => {
      const { size } = await this.requests.send<Stats>(`stat ${path}`, (done) => this.sftp.fstat(handle, done));
      return Math.max(0, size - length);
    };
    return this.readFrom(path, start, length);
  }

  /** Names in a folder, without `.` and `..`, sorted; empty if it is not there. */
  async list(path: string): Promise<readonly (FileStat & { readonly name: string })[]> {
    try {
      const entries = await this.requests.send<FileEntryWithStats[]>(`list ${path}`, (done) =>
        this.sftp.readdir(path, done),
      );
      return entries
        .map(({ filename, attrs }) => ({ name: filename, ...statOf(attrs) }))
        .filter(({ name }) => name !== "." && name !== ".." && !name.includes("/"))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /**
   * Writes a file so that readers see either the old content or the new one, never a part, and never the new content
   * with other permissions. Missing parent folders are made.
   */
  async write(path: string, content: Buffer, mode: number): Promise<void> {
    const folder = posix.dirname(path);
    await this.makeFolder(folder);
    const temporary = posix.join(folder, `.${posix.basename(path)}.${randomBytes(6).toString("hex")}`);
    try {
      await this.writeNew(temporary, content, mode);
      this.requests.stopIfInterrupted();
      await this.replace(temporary, path);
    } catch (error) {
      await this.unlink(temporary).catch(() => undefined);
      throw error;
    }
  }

  /** Removes a file, and the parent folders that {@link write} made and that are empty now. What is gone already is fine. */
  async remove(path: string): Promise<void> {
    this.requests.stopIfInterrupted();
    await this.unlink(path);
    for (let folder = posix.dirname(path); folder !== "/" && folder !== "."; folder = posix.dirname(folder)) {
      if (!(await this.removeFolder(folder))) return;
    }
  }

  /** Makes a folder and its missing parents. */
  async makeFolder(path: string): Promise<void> {
    const found = await this.stat(path);
    if (found?.isDirectory === true) return;
    if (path === "/" || path === ".") return;
    await this.makeFolder(posix.dirname(path));
    try {
      this.requests.stopIfInterrupted();
      await this.requests.send(
        `make folder ${path}`,
        (done) => this.sftp.mkdir(path, { mode: 0o755 } as Attributes, done),
        "finish",
      );
    } catch (error) {
      if ((await this.stat(path))?.isDirectory === true) return; // made by somebody else in between
      throw error;
    }
    // A folder without its marker would never be removed, so an interrupt comes after it.
    await this.writeNew(posix.join(path, MARKER), Buffer.alloc(0), 0o644, "finish");
  }

  private async removeFolder(path: string): Promise<boolean> {
    const entries = await this.list(path);
    if (entries.length !== 1 || entries[0]?.name !== MARKER) return false;
    await this.unlink(posix.join(path, MARKER));
    try {
      await this.requests.send(`remove folder ${path}`, (done) => this.sftp.rmdir(path, done));
      return true;
    } catch (error) {
      // Somebody put a file there in between, or removed the folder.
      if (error instanceof SftpError && (error.code === FAILURE || error.code === NO_SUCH_FILE)) return false;
      throw error;
    }
  }

  private async readFrom(
    path: string,
    startOf: (handle: Buffer) => Promise<number>,
    limit: number,
  ): Promise<Buffer | undefined> {
    let handle: Buffer;
    try {
      handle = await this.requests.send<Buffer>(`open ${path}`, (done) => this.sftp.open(path, "r", done));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    try {
      const start = await startOf(handle);
      const parts: Buffer[] = [];
      for (let length = 0; length < limit;) {
        const part = await this.readPart(path, handle, start + length, Math.min(CHUNK, limit - length));
        if (part.length === 0) break;
        parts.push(part);
        length += part.length;
      }
      return Buffer.concat(parts);
    } finally {
      await this.close(handle);
    }
  }

  private async readPart(path: string, handle: Buffer, position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    const bytesRead = await this.requests.send<number>(`read ${path}`, (done) =>
      this.sftp.read(handle, buffer, 0, length, position, (error, count) =>
        done(isEnd(error) ? undefined : error, count ?? 0),
      ),
    );
    return buffer.subarray(0, bytesRead);
  }

  private async writeNew(
    path: string,
    content: Buffer,
    mode: number,
    manner: "stop" | "finish" = "stop",
  ): Promise<void> {
    if (manner === "stop") this.requests.stopIfInterrupted();
    // A handle that nobody waits for would stay open on the server.
    const handle = await this.requests.send<Buffer>(
      `create ${path}`,
      (done) => this.sftp.open(path, "wx", { mode } as Attributes, done),
      "finish",
    );
    try {
      for (let start = 0; start < content.length; start += CHUNK) {
        const length = Math.min(CHUNK, content.length - start);
        await this.requests.send(
          `write ${path}`,
          (done) => this.sftp.write(handle, content, start, length, start, done),
          manner,
        );
      }
      // The server's umask had its say when the file was made.
      await this.requests.send(`set the mode of ${path}`, (done) => this.sftp.fchmod(handle, mode, done), manner);
    } finally {
      await this.close(handle);
    }
  }

  /** Renames over an existing file in one step, where the server can (OpenSSH can). */
  private async replace(from: string, to: string): Promise<void> {
    try {
      await this.requests.send(`rename to ${to}`, (done) => this.sftp.ext_openssh_rename(from, to, done), "finish");
    } catch (error) {
      if (error instanceof SftpError) throw error;
      await this.replaceInSteps(from, to); // the client refuses to send what the server does not offer
    }
  }

  /** The plain rename of SFTP version 3 may refuse to replace: then the old file has to go first. */
  private async replaceInSteps(from: string, to: string): Promise<void> {
    const rename = (): Promise<void> =>
      this.requests.send(`rename to ${to}`, (done) => this.sftp.rename(from, to, done), "finish");
    try {
      await rename();
    } catch (error) {
      if ((await this.stat(to)) === undefined) throw error;
      await this.unlink(to);
      await rename();
    }
  }

  private async unlink(path: string): Promise<void> {
    try {
      await this.requests.send(`remove ${path}`, (done) => this.sftp.unlink(path, done), "finish");
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  private async close(handle: Buffer): Promise<void> {
    await this.requests.send("close", (done) => this.sftp.close(handle, done), "finish").catch(() => undefined);
  }
}

function statOf(stats: Pick<Stats, "mode" | "size" | "mtime">): FileStat {
  return {
    isDirectory: (stats.mode & 0o170000) === 0o040000,
    size: stats.size,
    mode: stats.mode & 0o7777,
    mtime: stats.mtime,
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof SftpError && error.code === NO_SUCH_FILE;
}

function isEnd(error: Error | undefined | null): boolean {
  return (error as { code?: number } | undefined | null)?.code === 1;
}
