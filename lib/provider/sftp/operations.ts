import { RemoteError } from "../remote/failures";
import { modeOnly, NO_ATTRIBUTES, OPEN, type RawAttributes, REPLY, REQUEST, STATUS } from "./packets";
import type { Requests, SendOptions } from "./requests";

/** Most bytes in one read or write: what every server takes. */
export const CHUNK = 32 * 1024;

const POSIX_RENAME = "posix-rename@openssh.com";

/** What is known of a file or folder without reading it. */
export interface RemoteStat {
  /** `other` is a device, a socket or a pipe. */
  readonly kind: "file" | "folder" | "link" | "other";

  /** In bytes. */
  readonly size: number;

  /** Permissions, such as `0o644`; undefined if the server tells none. */
  readonly mode: number | undefined;

  /** Time of the last change by the server's clock, seconds since 1970; undefined if the server tells none. */
  readonly mtime: number | undefined;
}

/** An open file or folder on the server. */
export type Handle = Buffer;

/** Each request of the protocol that is used, with the words for its refusal. */
export class Operations {
  constructor(readonly requests: Requests) {}

  /** Whether a rename can take the place of a file in one step. */
  get canReplace(): boolean {
    return this.requests.connection.channel.extensions.has(POSIX_RENAME);
  }

  /** Undefined if it is not there. A link is not followed. */
  async lstat(path: string): Promise<RemoteStat | undefined> {
    try {
      const reply = await this.requests.send(`stat ${path}`, (channel) =>
        channel.request(REQUEST.lstat, [path], REPLY.attributes),
      );
      return statOf(reply.attributes());
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async fstat(path: string, handle: Handle): Promise<RemoteStat> {
    const reply = await this.requests.send(`stat ${path}`, (channel) =>
      channel.request(REQUEST.fstat, [handle], REPLY.attributes),
    );
    return statOf(reply.attributes());
  }

  async openToRead(path: string): Promise<Handle> {
    return this.handle(`open ${path}`, REQUEST.open, [path, OPEN.read, ...NO_ATTRIBUTES]);
  }

  /** Makes a file that must not be there yet: nothing that lies in its place is followed or changed. */
  async create(path: string, mode: number): Promise<Handle> {
    const flags = OPEN.write | OPEN.create | OPEN.exclusive;
    // A handle that nobody waits for would stay open on the server.
    return this.handle(`create ${path}`, REQUEST.open, [path, flags, ...modeOnly(mode)], { manner: "finish" });
  }

  async openFolder(path: string): Promise<Handle> {
    return this.handle(`list ${path}`, REQUEST.opendir, [path]);
  }

  /** The next entries of a folder; empty at its end. */
  async readFolder(path: string, handle: Handle): Promise<readonly { name: string; stat: RemoteStat }[]> {
    try {
      const reply = await this.requests.send(`list ${path}`, (channel) =>
        channel.request(REQUEST.readdir, [handle], REPLY.name),
      );
      return Array.from({ length: reply.uint32() }, () => {
        const name = reply.text();
        reply.data(); // as `ls -l` shows it
        return { name, stat: statOf(reply.attributes()) };
      });
    } catch (error) {
      if (hasCode(error, STATUS.endOfFile)) return [];
      throw error;
    }
  }

  /** Empty at the end of the file. */
  async read(path: string, handle: Handle, position: number, length: number): Promise<Buffer> {
    try {
      const reply = await this.requests.send(`read ${path}`, (channel) =>
        channel.request(REQUEST.read, [handle, BigInt(position), length], REPLY.data),
      );
      return reply.data();
    } catch (error) {
      if (hasCode(error, STATUS.endOfFile)) return Buffer.alloc(0);
      throw error;
    }
  }

  async write(path: string, handle: Handle, position: number, bytes: Buffer): Promise<void> {
    await this.done(`write ${path}`, REQUEST.write, [handle, BigInt(position), bytes]);
  }

  async setMode(path: string, handle: Handle, mode: number): Promise<void> {
    await this.done(`set the mode of ${path}`, REQUEST.fsetstat, [handle, ...modeOnly(mode)]);
  }

  async close(path: string, handle: Handle): Promise<void> {
    await this.done(`close ${path}`, REQUEST.close, [handle], { manner: "finish" });
  }

  async makeFolder(path: string, mode: number): Promise<void> {
    await this.done(`make folder ${path}`, REQUEST.mkdir, [path, ...modeOnly(mode)], { manner: "finish" });
  }

  async removeFolder(path: string): Promise<void> {
    await this.done(`remove folder ${path}`, REQUEST.rmdir, [path]);
  }

  /** What is gone already is fine. */
  async unlink(path: string): Promise<void> {
    try {
      await this.done(`remove ${path}`, REQUEST.remove, [path], { manner: "finish" });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** @param replace takes the place of what is there, where {@link canReplace}; else the server may refuse */
  async rename(from: string, to: string, replace = false): Promise<void> {
    const fields = replace ? [POSIX_RENAME, from, to] : [from, to];
    await this.done(`rename to ${to}`, replace ? REQUEST.extended : REQUEST.rename, fields, {
      manner: "finish",
    });
  }

  private async handle(
    what: string,
    type: number,
    fields: readonly (string | number)[],
    options?: SendOptions,
  ): Promise<Handle> {
    const reply = await this.requests.send(what, (channel) => channel.request(type, fields, REPLY.handle), options);
    return reply.data();
  }

  private async done(
    what: string,
    type: number,
    fields: readonly (string | number | bigint | Buffer)[],
    options?: SendOptions,
  ): Promise<void> {
    await this.requests.send(what, (channel) => channel.request(type, fields), options);
  }
}

export function isMissing(error: unknown): boolean {
  return hasCode(error, STATUS.noSuchFile);
}

export function hasCode(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof RemoteError && error.code !== undefined && codes.includes(error.code);
}

const TYPE = 0o170000;
const KINDS: Readonly<Record<number, RemoteStat["kind"]>> = { 0o100000: "file", 0o040000: "folder", 0o120000: "link" };

function statOf({ mode, size, mtime }: RawAttributes): RemoteStat {
  return {
    // A server that tells no permissions tells no kinds either; what it lets be opened is a file then.
    kind: mode === undefined ? "file" : (KINDS[mode & TYPE] ?? "other"),
    size: size ?? 0,
    mode: mode === undefined ? undefined : mode & 0o7777,
    mtime,
  };
}
