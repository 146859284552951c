import { posix } from "node:path";
import { RemoteError } from "../remote/failures";
import { type FileStat, type FileTransport, type NewFile, StepFailure } from "../resources/files/transport";
import { type Entry, Folders, listFolder } from "./folders";
import { hasCode, type RemoteStat } from "./operations";
import { OrderedWrites } from "./ordered-writes";
import { STATUS } from "./packets";
import type { SftpSession } from "./session";
import { finalName } from "./temporary";

/** From so many files in a folder on, one listing is less than asking for each. */
const WORTH_LISTING = 8;

/** Files over SFTP. For one operation: what it has seen of folders it takes to stay so. */
export class SftpTransport implements FileTransport {
  private readonly folders: Folders;

  /** Every path that the operation is about: what a broken-off one has left behind under their temporary names can go. */
  private readonly ours = new Set<string>();

  /** @param root folder below which no link is followed */
  constructor(
    private readonly session: SftpSession,
    root = "/",
  ) {
    this.folders = new Folders(session.operations, root);
  }

  async look(paths: readonly string[]): Promise<readonly (FileStat | undefined)[]> {
    for (const path of paths) this.ours.add(path);
    const found = new Map<string, FileStat | undefined>();
    const failures = await Promise.all(
      [...byFolder(paths)].map(async ([folder, within]) => {
        try {
          if (!(await this.folders.isThere(folder))) return undefined;
          const listed = within.length < WORTH_LISTING ? undefined : await this.listIfAllowed(folder);
          await this.lookAtEach(folder, within, listed, found);
          return undefined;
        } catch (error) {
          return new StepFailure(paths.indexOf(within[0] as string), error);
        }
      }),
    );
    const first = failures.filter((failure) => failure !== undefined).sort((a, b) => a.index - b.index)[0];
    if (first !== undefined) throw first;
    return paths.map((path) => found.get(path));
  }

  async read(path: string, limit?: number): Promise<Buffer | undefined> {
    if (!(await this.folders.isThere(posix.dirname(path)))) return undefined;
    return this.session.read(path, limit);
  }

  async write(files: readonly NewFile[], written: (index: number) => void): Promise<readonly FileStat[]> {
    await new OrderedWrites(this.session.operations, this.folders).write(files, written);
    const paths = files.map(({ path }) => path);
    for (const path of paths) this.ours.add(path);
    const found = new Map<string, FileStat | undefined>();
    // What was put in place in steps may have an old copy beside it, though nothing is written there this time.
    const folders = byFolder(this.session.operations.canReplace ? paths : [...this.ours]);
    const isWritten = new Set(paths);
    await Promise.all(
      [...folders].map(([folder, within]) =>
        this.lookBack(
          folder,
          within.filter((path) => isWritten.has(path)),
          found,
        ),
      ),
    );
    return files.map(({ path, bytes }, index) => {
      const stat = found.get(path);
      if (stat?.kind === "file" && stat.size === bytes.length) return stat;
      const now = stat === undefined ? "gone" : `a ${stat.kind} of ${stat.size} bytes`;
      throw new StepFailure(
        index,
        new RemoteError(`write ${path}`, new Error(`it is ${now} straight after it was written`), undefined),
      );
    });
  }

  async remove(paths: readonly string[], removed: (index: number) => void): Promise<void> {
    const last = new Map(paths.map((path, index) => [posix.dirname(path), index]));
    for (const path of paths) this.ours.add(path);
    for (const [index, path] of paths.entries()) {
      const folder = posix.dirname(path);
      try {
        this.session.operations.requests.stopIfInterrupted();
        if (await this.folders.isThere(folder)) {
          await this.removeFile(path);
          if (last.get(folder) === index) await this.clearUp(folder, await this.listIfAllowed(folder));
        }
        if (last.get(folder) === index) await this.folders.removeEmpty(folder);
      } catch (error) {
        throw new StepFailure(index, error);
      }
      removed(index);
    }
  }

  private async removeFile(path: string): Promise<void> {
    try {
      await this.session.operations.unlink(path);
    } catch (error) {
      if ((await this.session.stat(path))?.kind !== "folder") throw error;
    }
  }

  /** What is in a folder after a write, so that what failed attempts have left behind can go. */
  private async lookBack(
    folder: string,
    paths: readonly string[],
    found: Map<string, FileStat | undefined>,
  ): Promise<void> {
    const listed = await this.listIfAllowed(folder);
    await this.clearUp(folder, listed);
    await this.lookAtEach(folder, paths, listed, found);
  }

  /** Not before all is in its place: what was left behind may be the only copy of a file. */
  private async clearUp(folder: string, listed: readonly Entry[] = []): Promise<void> {
    const left = listed.flatMap(({ name }) => {
      const file = finalName(name);
      return file !== undefined && this.ours.has(posix.join(folder, file)) ? [posix.join(folder, name)] : [];
    });
    await Promise.allSettled(left.map((path) => this.session.operations.unlink(path)));
  }

  /** Asks for what a listing does not tell. */
  private async lookAtEach(
    folder: string,
    paths: readonly string[],
    listed: readonly Entry[] | undefined,
    found: Map<string, FileStat | undefined>,
  ): Promise<void> {
    const known = new Map(listed?.map(({ name, stat }) => [posix.join(folder, name), stat]));
    await Promise.all(
      paths.map(async (path) => {
        const stat = known.get(path);
        const isTold = listed !== undefined && (stat === undefined || stat.mode !== undefined);
        found.set(path, asFileStat(isTold ? stat : await this.session.stat(path)));
      }),
    );
  }

  /** Undefined where a folder may be used but not listed. */
  private async listIfAllowed(folder: string): Promise<readonly Entry[] | undefined> {
    try {
      return await listFolder(this.session.operations, folder);
    } catch (error) {
      if (hasCode(error, STATUS.permissionDenied, STATUS.failure, STATUS.unsupported)) return undefined;
      throw error;
    }
  }
}

function asFileStat(stat: RemoteStat | undefined): FileStat | undefined {
  if (stat === undefined) return undefined;
  const { kind, size, mode, mtime } = stat;
  return { kind, size, mode, version: mtime === undefined ? undefined : String(mtime), isCoarse: true };
}

function byFolder(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const folder = posix.dirname(path);
    const group = groups.get(folder);
    if (group === undefined) groups.set(folder, [path]);
    else group.push(path);
  }
  return groups;
}
