import { posix } from "node:path";
import { RemoteError } from "../remote/failures";
import { finalName } from "../sftp/temporary";
import type { Operations } from "./operations";

/** Marks a folder that {@link Folders.make} made, so that {@link Folders.removeEmpty} takes away only those. */
const MARKER = ".made-by-slipway";

/** The folders of a server, each looked at once. */
export class Folders {
  private readonly making = new Map<string, Promise<void>>();
  private readonly made: string[] = [];

  constructor(private readonly operations: Operations) {}

  /** Makes a folder and its missing parents. */
  make(path: string): Promise<void> {
    if (path === "/") return Promise.resolve();
    const known = this.making.get(path) ?? this.makeNew(path);
    this.making.set(path, known);
    return known;
  }

  /**
   * Removes a folder, and those above it, as long as they were made here and are empty.
   *
   * @param ours paths of the files whose temporary ones may go
   */
  async removeEmpty(path: string, ours: ReadonlySet<string>): Promise<void> {
    for (let folder = path; folder !== "/" && (await this.removeOne(folder, ours)); folder = posix.dirname(folder));
  }

  /**
   * Removes what was made by this object and is still empty.
   *
   * @param ours paths of the files whose temporary ones may go
   */
  async takeBack(ours: ReadonlySet<string>): Promise<void> {
    for (const path of this.made.splice(0).reverse()) await this.removeOne(path, ours);
  }

  private async makeNew(path: string): Promise<void> {
    if ((await this.operations.stat(path)) !== undefined) return;
    await this.make(posix.dirname(path));
    if ((await this.isMadeByUs(path)) && (await this.mark(path))) this.made.push(path);
  }

  /** @returns false if it has a mark already: of two whose answers were lost, the folder is the other's */
  private async mark(path: string): Promise<boolean> {
    try {
      await this.operations.put(posix.join(path, MARKER), Buffer.alloc(0), "nothing");
      return true;
    } catch (error) {
      if (error instanceof RemoteError && error.code === 412) return false;
      await this.removeUnmarked(path).catch(() => undefined);
      throw error;
    }
  }

  /** A folder that was made just now and has no marker would be taken for somebody else's from now on. */
  private async removeUnmarked(path: string): Promise<void> {
    const names = await this.operations.list(path);
    if (names?.every((name) => name === MARKER) === true) await this.operations.delete(`${path}/`, undefined);
  }

  /**
   * False if somebody else has made it in between, which servers tell by any status: Apache by 405, or by 403. Where the
   * answer was lost, one that is empty is ours.
   */
  private async isMadeByUs(path: string): Promise<boolean> {
    try {
      return await this.operations.makeFolder(path);
    } catch (error) {
      if ((await this.operations.stat(path))?.isFolder !== true) throw error;
      const isUnanswered = error instanceof RemoteError && error.code === undefined;
      return isUnanswered && (await this.operations.list(path))?.length === 0;
    }
  }

  /**
   * WebDAV removes a folder with all that is in it, so it is asked twice what that is; where a server does not tell, the
   * folder stays. What a broken-off apply has sent ahead of our files, under temporary names, goes first: that of others
   * may be about to be put in its place. The marker goes with the folder, which would not be known as made here without
   * it.
   */
  private async removeOne(path: string, ours: ReadonlySet<string>): Promise<boolean> {
    const names = await this.operations.list(path);
    // Gone already, as when the answer to its removal was lost; or the server does not tell, of those above either.
    if (names === undefined) return true;
    const isLeft = (name: string): boolean => ours.has(posix.join(path, finalName(name) ?? ""));
    for (const name of names.filter(isLeft)) await this.operations.delete(posix.join(path, name), undefined);
    if (names.filter((name) => !isLeft(name)).join("\n") !== MARKER) return false;
    if ((await this.operations.list(path))?.join("\n") !== MARKER) return false;
    await this.operations.delete(`${path}/`, undefined);
    this.making.delete(path);
    return true;
  }
}
