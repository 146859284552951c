import { posix } from "node:path";
import { type NewFile, StepFailure } from "../resources/files/transport";
import type { Folders } from "./folders";
import { CHUNK, type Handle, type Operations } from "./operations";
import { putInPlace } from "./replace";
import { withRoom } from "./room";
import { Slots } from "./slots";
import { temporaryName } from "./temporary";

/** Most files, and most bytes, that wait under another name for those before them. */
const AHEAD = 1000;
const AHEAD_BYTES = 32 * 1024 * 1024;

/** Most files that are being written at once: enough that there is always a request to send. */
const SIDE_BY_SIDE = 64;

/**
 * Writes files so that they appear in their order, each whole and with its permissions.
 *
 * Contents are sent ahead, many side by side, under temporary names. Then come the renames, one after another, as
 * nothing may appear after one that failed. The two take turns: a rename among contents would wait behind all of them,
 * and a second channel for it was slower in every measurement.
 */
export class OrderedWrites {
  private readonly slots = new Slots(SIDE_BY_SIDE);
  private readonly keepsMode = new Map<string, Promise<boolean>>();
  private readonly temporaries = new Set<string>();
  private readonly started: Promise<string>[] = [];
  private bytesAhead = 0;
  private isOver = false;

  constructor(
    private readonly operations: Operations,
    private readonly folders: Folders,
  ) {}

  /** @throws StepFailure naming the first file that is not in its place */
  async write(files: readonly NewFile[], written: (index: number) => void): Promise<void> {
    const { requests } = this.operations;
    for (const [index, file] of files.entries()) {
      try {
        const temporary = await this.prepared(files, index);
        requests.stopIfInterrupted();
        await putInPlace(this.operations, temporary, file.path);
        this.temporaries.delete(temporary);
      } catch (error) {
        // Before the clean-up, which makes room.
        const reason = await withRoom(this.operations, file.path, error);
        await this.cleanUp();
        throw new StepFailure(index, reason);
      }
      this.bytesAhead -= file.bytes.length;
      written(index);
    }
  }

  /** The temporary name of a file, once its content is there; sends the next contents ahead when none is left. */
  private async prepared(files: readonly NewFile[], index: number): Promise<string> {
    if (this.started.length === index) {
      while (this.mayGoAhead(files, index)) this.start(files[this.started.length] as NewFile);
      await Promise.allSettled(this.started.slice(index));
    }
    return this.started[index] as Promise<string>;
  }

  private mayGoAhead(files: readonly NewFile[], index: number): boolean {
    const next = this.started.length;
    if (next >= files.length) return false;
    return next <= index || (next < index + AHEAD && this.bytesAhead < AHEAD_BYTES);
  }

  private start(file: NewFile): void {
    this.bytesAhead += file.bytes.length;
    const work = this.slots.run(() => this.writeTemporary(file));
    // Seen when its turn comes; those after it need not begin any more.
    work.catch(() => (this.isOver = true));
    this.started.push(work);
  }

  private async writeTemporary({ path, bytes, mode }: NewFile): Promise<string> {
    const { operations } = this;
    this.stopIfOver();
    await this.folders.make(posix.dirname(path));
    this.stopIfOver();
    const temporary = temporaryName(path);
    this.temporaries.add(temporary);
    const handle = await operations.create(temporary, mode);
    const sent = new Together();
    for (let start = 0; start < bytes.length; start += CHUNK) {
      sent.add(operations.write(temporary, handle, start, bytes.subarray(start, start + CHUNK)));
    }
    const keepsMode = await this.modeIsKept(temporary, handle, mode).catch(() => false);
    if (!keepsMode) sent.add(operations.setMode(temporary, handle, mode));
    sent.add(operations.close(temporary, handle));
    await sent.done();
    return temporary;
  }

  private stopIfOver(): void {
    this.operations.requests.stopIfInterrupted();
    if (this.isOver) throw new Error("a file before this one could not be written");
  }

  /**
   * Whether a file has the mode that it was created with: the server's umask, or a default ACL of the folder, may have
   * had its say. Asked once for each folder and mode.
   */
  private modeIsKept(path: string, handle: Handle, mode: number): Promise<boolean> {
    const key = `${mode} ${posix.dirname(path)}`;
    const known = this.keepsMode.get(key);
    if (known !== undefined) return known;
    const asked = this.operations.fstat(path, handle).then((stat) => stat.mode === mode);
    this.keepsMode.set(key, asked);
    return asked;
  }

  /** After a failure: nothing of what was sent ahead stays, as far as the server can still be asked. */
  private async cleanUp(): Promise<void> {
    this.isOver = true;
    await Promise.allSettled(this.started);
    await Promise.allSettled([...this.temporaries].map((path) => this.operations.unlink(path)));
    await this.folders.takeBack().catch(() => undefined);
  }
}

/** Requests under way, none of whose failures goes unseen or is seen too early. */
class Together {
  private readonly all: Promise<void>[] = [];

  add(request: Promise<void>): void {
    request.catch(() => undefined);
    this.all.push(request);
  }

  /** @throws the first failure, when all are answered */
  async done(): Promise<void> {
    await Promise.allSettled(this.all);
    await Promise.all(this.all);
  }
}
