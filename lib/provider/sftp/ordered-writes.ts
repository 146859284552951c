import { posix } from "node:path";
import { type NewFile, StepFailure } from "../resources/files/transport";
import type { SftpChannel } from "./channel";
import type { Folders } from "./folders";
import { CHUNK, type Handle, type Operations } from "./operations";
import { putInPlace } from "./replace";
import { Slots } from "./slots";
import { temporaryName } from "./temporary";

/** Most files, and most bytes, that wait under another name for those before them. */
const AHEAD = 256;
const AHEAD_BYTES = 32 * 1024 * 1024;

/** Most files that are being written at once. */
const SIDE_BY_SIDE = 24;

/** From so many files on, a channel of its own for the contents is worth the time that it takes to open it. */
const MANY = 32;

/**
 * Writes files so that they appear in their order, each whole and with its permissions.
 *
 * Contents are sent ahead, many side by side, under temporary names. The renames come one after another, as nothing
 * may appear after one that failed; where the server lets us, they go over a channel of their own, so that they need not
 * wait behind the contents.
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
    const channel = files.length < MANY ? undefined : await requests.connection.second();
    for (const [index, file] of files.entries()) {
      try {
        const temporary = await this.prepared(files, index, channel);
        requests.stopIfInterrupted();
        await putInPlace(this.operations, temporary, file.path);
        this.temporaries.delete(temporary);
      } catch (error) {
        await this.cleanUp();
        throw new StepFailure(index, error);
      }
      this.bytesAhead -= file.bytes.length;
      written(index);
    }
  }

  /** Sends contents ahead, and waits for that of one file. */
  private async prepared(files: readonly NewFile[], index: number, channel: SftpChannel | undefined): Promise<string> {
    // With one channel only, a rename among contents would wait behind them: then it is either the one or the other.
    if (channel !== undefined || this.started.length === index) {
      while (this.mayGoAhead(files, index)) this.start(files[this.started.length] as NewFile, channel);
      if (channel === undefined) await Promise.allSettled(this.started.slice(index));
    }
    return this.started[index] as Promise<string>;
  }

  private mayGoAhead(files: readonly NewFile[], index: number): boolean {
    const next = this.started.length;
    if (next >= files.length) return false;
    return next <= index || (next < index + AHEAD && this.bytesAhead < AHEAD_BYTES);
  }

  private start(file: NewFile, channel: SftpChannel | undefined): void {
    this.bytesAhead += file.bytes.length;
    const work = this.slots.run(() => this.writeTemporary(file, channel));
    work.catch(() => undefined); // seen when its turn comes
    this.started.push(work);
  }

  private async writeTemporary({ path, bytes, mode }: NewFile, channel: SftpChannel | undefined): Promise<string> {
    const { operations } = this;
    const options = channel === undefined ? {} : { channel };
    this.stopIfOver();
    await this.folders.make(posix.dirname(path));
    this.stopIfOver();
    const temporary = temporaryName(path);
    this.temporaries.add(temporary);
    const handle = await operations.create(temporary, mode, options);
    const sent = new Together();
    for (let start = 0; start < bytes.length; start += CHUNK) {
      sent.add(operations.write(temporary, handle, start, bytes.subarray(start, start + CHUNK), options));
    }
    const keepsMode = await this.modeIsKept(temporary, handle, mode, channel).catch(() => false);
    if (!keepsMode) sent.add(operations.setMode(temporary, handle, mode, options));
    sent.add(operations.close(temporary, handle, options));
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
  private modeIsKept(path: string, handle: Handle, mode: number, channel: SftpChannel | undefined): Promise<boolean> {
    const key = `${mode} ${posix.dirname(path)}`;
    const known = this.keepsMode.get(key);
    if (known !== undefined) return known;
    const asked = this.operations
      .fstat(path, handle, channel === undefined ? {} : { channel })
      .then((stat) => stat.mode === mode);
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
