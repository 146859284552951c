import { posix } from "node:path";
import { RemoteError } from "../remote/failures";
import { hasCode, type Operations, type RemoteStat } from "./operations";
import { STATUS } from "./packets";

/** Marks a folder that {@link Folders.make} made, so that {@link Folders.removeEmpty} takes away only those. */
const MARKER = ".made-by-slipway";

export interface Entry {
  readonly name: string;
  readonly stat: RemoteStat;
}

/** Lists a folder, without `.` and `..`, sorted; undefined if it is not there. */
export async function listFolder(operations: Operations, path: string): Promise<readonly Entry[] | undefined> {
  let handle: Buffer;
  try {
    handle = await operations.openFolder(path);
  } catch (error) {
    if (hasCode(error, STATUS.noSuchFile)) return undefined;
    throw error;
  }
  try {
    const entries: Entry[] = [];
    for (let part = await operations.readFolder(path, handle); part.length > 0;) {
      entries.push(...part.filter(({ name }) => name !== "." && name !== ".." && !name.includes("/")));
      part = await operations.readFolder(path, handle);
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    await operations.close(path, handle).catch(() => undefined);
  }
}

/**
 * The folders of a server, each looked at once.
 *
 * Below the root no link is followed: who may write there could otherwise lead us anywhere. What leads to the root is
 * the administrator's.
 */
export class Folders {
  private readonly checked = new Map<string, Promise<boolean>>();
  private readonly making = new Map<string, Promise<void>>();
  private readonly made: string[] = [];

  /** @param root absolute path */
  constructor(
    private readonly operations: Operations,
    private readonly root: string,
  ) {}

  /**
   * Whether it is there.
   *
   * @throws RemoteError if a link is in its place, or on the way to it
   */
  isThere(path: string): Promise<boolean> {
    if (path === "/") return Promise.resolve(true);
    const known = this.checked.get(path) ?? this.lookAt(path);
    this.checked.set(path, known);
    return known;
  }

  /** Makes a folder and its missing parents. */
  make(path: string): Promise<void> {
    const known = this.making.get(path) ?? this.makeNew(path);
    this.making.set(path, known);
    return known;
  }

  /** Removes a folder, and those above it, as long as they were made here and are empty. */
  async removeEmpty(path: string): Promise<void> {
    for (let folder = path; folder !== "/" && (await this.removeOne(folder)); folder = posix.dirname(folder));
  }

  /** Removes what was made by this object and is still empty. */
  async takeBack(): Promise<void> {
    for (const path of this.made.splice(0).reverse()) await this.removeOne(path);
  }

  private async lookAt(path: string): Promise<boolean> {
    const isWithin = path.startsWith(this.root === "/" ? "/" : `${this.root}/`);
    if (isWithin && !(await this.isThere(posix.dirname(path)))) return false;
    const found = await this.operations.lstat(path);
    if (isWithin && found?.kind === "link") throw linkOnTheWay(path, this.root);
    return found !== undefined && (found.kind === "folder" || !isWithin);
  }

  private async makeNew(path: string): Promise<void> {
    if (await this.isThere(path)) return;
    await this.make(posix.dirname(path));
    try {
      this.operations.requests.stopIfInterrupted();
      await this.operations.makeFolder(path, 0o755);
    } catch (error) {
      if ((await this.operations.lstat(path))?.kind !== "folder") throw error;
      this.checked.set(path, Promise.resolve(true)); // made by somebody else in between
      return;
    }
    this.made.push(path);
    this.checked.set(path, Promise.resolve(true));
    await this.mark(path);
  }

  /** A folder without its marker would never be removed, so an interrupt comes after it. */
  private async mark(path: string): Promise<void> {
    const marker = posix.join(path, MARKER);
    await this.operations.close(marker, await this.operations.create(marker, 0o644));
  }

  /** @returns whether it is gone now, so that the one above it may be empty */
  private async removeOne(path: string): Promise<boolean> {
    const entries = await this.listToRemove(path);
    if (entries === "denied") return false;
    if (entries !== undefined && !(await this.removeListed(path, entries))) return false;
    this.checked.delete(path);
    this.making.delete(path);
    return true;
  }

  /** Undefined for what is gone already, as when the answer to its removal was lost. */
  private async listToRemove(path: string): Promise<readonly Entry[] | "denied" | undefined> {
    try {
      return await listFolder(this.operations, path);
    } catch (error) {
      // On the way up from a folder that is gone, somebody else's may stand that is only to be passed through.
      if (hasCode(error, STATUS.permissionDenied)) return "denied";
      throw error;
    }
  }

  private async removeListed(path: string, entries: readonly Entry[]): Promise<boolean> {
    // A temporary file, too, is somebody's who is about to put it in its place: ours are gone by now.
    if (entries.length !== 1 || entries[0]?.name !== MARKER) return false;
    await this.operations.unlink(posix.join(path, MARKER));
    try {
      await this.operations.removeFolder(path);
    } catch (error) {
      if (hasCode(error, STATUS.noSuchFile)) return true; // somebody removed it
      await this.mark(path).catch(() => undefined);
      if (hasCode(error, STATUS.failure)) return false; // somebody put a file there in between
      throw error;
    }
    return true;
  }
}

function linkOnTheWay(path: string, root: string): RemoteError {
  const advice = `Links below ${root} are not followed. Write the path without it, or set root to the folder it leads to, or one below it.`;
  return new RemoteError(`use ${path}`, new Error(`it is a symbolic link. ${advice}`), undefined);
}
