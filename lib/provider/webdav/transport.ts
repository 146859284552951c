import { posix } from "node:path";
import { RemoteError } from "../remote/failures";
import { type FileStat, type FileTransport, type NewFile, StepFailure } from "../resources/files/transport";
import { Slots } from "../sftp/slots";
import { temporaryName } from "../sftp/temporary";
import { Folders } from "./folders";
import { removeLeftovers } from "./leftovers";
import type { DavEntry } from "./multistatus";
import type { Operations } from "./operations";

/** Most requests under way. */
const AT_ONCE = 16;

/** Most files that wait under another name for those before them. */
const AHEAD = 32;

/** Files over WebDAV. For one operation: what it has seen it takes to stay so, and makes it a condition of what it does. */
export class WebdavTransport implements FileTransport {
  private readonly slots = new Slots(AT_ONCE);
  private readonly folders: Folders;
  private readonly seen = new Map<string, DavEntry | undefined>();
  private readonly temporaries = new Set<string>();

  /** Whether the server can put a file in its place by MOVE. */
  private canMove = true;

  constructor(private readonly operations: Operations) {
    this.folders = new Folders(operations);
  }

  async look(paths: readonly string[]): Promise<readonly (FileStat | undefined)[]> {
    const answers = await Promise.allSettled(paths.map((path) => this.slots.run(() => this.operations.stat(path))));
    return answers.map((answer, index) => {
      if (answer.status === "rejected") throw new StepFailure(index, answer.reason);
      this.seen.set(paths[index] as string, answer.value);
      return asFileStat(answer.value);
    });
  }

  read(path: string, limit?: number): Promise<Buffer | undefined> {
    return this.operations.get(path, limit);
  }

  async write(files: readonly NewFile[], written: (index: number) => void): Promise<readonly FileStat[]> {
    const ahead = new Map<number, Promise<string>>();
    const paths = files.map(({ path }) => path);
    await removeLeftovers(this.operations, this.slots, paths);
    let next = 0;
    for (const [index, file] of files.entries()) {
      for (; next < files.length && next <= index + (this.canMove ? AHEAD : 0); next += 1) {
        ahead.set(next, this.sendAhead(files[next] as NewFile));
      }
      try {
        await this.put(file, await (ahead.get(index) as Promise<string>));
      } catch (error) {
        await this.cleanUp([...ahead.values()], new Set(paths));
        throw new StepFailure(index, error);
      }
      ahead.delete(index);
      written(index);
    }
    const stats = await this.look(paths);
    return stats.map((stat, index) => this.asWritten(files[index] as NewFile, stat, index));
  }

  async remove(paths: readonly string[], removed: (index: number) => void): Promise<void> {
    const last = new Map(paths.map((path, index) => [posix.dirname(path), index]));
    const ours = new Set(paths);
    for (const [index, path] of paths.entries()) {
      try {
        const found = await this.operations.stat(path);
        if (found !== undefined && !found.isFolder) {
          this.refuseAnother("remove", path, found);
          await this.operations.delete(path, found);
        }
        if (last.get(posix.dirname(path)) === index) await this.folders.removeEmpty(posix.dirname(path), ours);
      } catch (error) {
        throw new StepFailure(index, error);
      }
      removed(index);
    }
  }

  /** Sends a content under another name, beside its place. */
  private sendAhead({ path, bytes }: NewFile): Promise<string> {
    const work = this.slots.run(async () => {
      await this.folders.make(posix.dirname(path));
      if (!this.canMove) return "";
      const temporary = temporaryName(path);
      this.temporaries.add(temporary);
      await this.operations.put(temporary, bytes, "nothing");
      return temporary;
    });
    work.catch(() => undefined); // seen when its turn comes
    return work;
  }

  private async put({ path, bytes }: NewFile, temporary: string): Promise<void> {
    const found = await this.asItWas(path);
    if (temporary !== "") {
      if (await this.operations.move(temporary, path, found)) return void this.temporaries.delete(temporary);
      this.canMove = false;
      await this.operations.delete(temporary, undefined);
      this.temporaries.delete(temporary);
    }
    // A server without MOVE: what its readers see while it writes is up to it.
    await this.operations.put(path, bytes, found ?? "nothing");
  }

  /** Asks once more, since not every server heeds a condition. */
  private async asItWas(path: string): Promise<DavEntry | undefined> {
    const now = await this.operations.stat(path);
    if (now?.isFolder === true)
      throw new RemoteError(`write ${path}`, new Error("a folder is in its place"), undefined);
    this.refuseAnother("write", path, now);
    return now;
  }

  /** @throws RemoteError if what is there now is not what was seen, if it was looked at before */
  private refuseAnother(verb: "write" | "remove", path: string, now: DavEntry | undefined): void {
    const before = this.seen.has(path) ? this.seen.get(path) : now;
    if (versionOf(before) === versionOf(now) && before?.size === now?.size) return;
    throw new RemoteError(
      `${verb} ${path}`,
      new Error("somebody else has changed it meanwhile: plan again and look at what has changed"),
      undefined,
    );
  }

  private asWritten({ path, bytes }: NewFile, stat: FileStat | undefined, index: number): FileStat {
    if (stat?.kind === "file" && stat.size === bytes.length) return stat;
    const now = stat === undefined ? "gone" : `a ${stat.kind} of ${stat.size} bytes`;
    const why = new Error(`it is ${now} straight after it was written`);
    throw new StepFailure(index, new RemoteError(`write ${path}`, why, undefined));
  }

  /** After a failure: nothing of what was sent ahead stays, whole or not, as far as the server can still be asked. */
  private async cleanUp(ahead: readonly Promise<string>[], ours: ReadonlySet<string>): Promise<void> {
    await Promise.allSettled(ahead);
    await Promise.allSettled([...this.temporaries].map((path) => this.operations.takeAway(path)));
    await this.folders.takeBack(ours).catch(() => undefined);
  }
}

function asFileStat(entry: DavEntry | undefined): FileStat | undefined {
  if (entry === undefined) return undefined;
  const { isFolder, size, etag } = entry;
  // Last-Modified counts seconds, and an ETag is weak with Apache as long as another content could get the same one.
  const isCoarse = etag?.startsWith("W/") ?? true;
  return { kind: isFolder ? "folder" : "file", size, mode: undefined, version: versionOf(entry), isCoarse };
}

/** A file that was written this very second has a weak ETag with some servers, and the same one as a strong one later. */
function versionOf(entry: DavEntry | undefined): string | undefined {
  return entry?.etag?.replace(/^W\//, "") ?? entry?.modified;
}
