import { setTimeout as sleep } from "node:timers/promises";
import { Progress } from "../framework/progress";
import { unlessAborted } from "../framework/unless-aborted";
import { NotYet, unreachable } from "../remote/failures";
import type { ClientOptions } from "./client";
import { type Connection, openConnection } from "./connection";
import { Hops } from "./hops";
import { AT_ONCE, Requests } from "./requests";
import { DEFAULTS, labelOf, poolKey, type ServerConfig } from "./server-config";
import { SftpSession } from "./session";
import { Slots } from "./slots";

export interface UseOptions {
  /** Most seconds to wait for a server that is still booting; 0 for a single attempt. */
  readonly waitSeconds: number;

  /** Ends the wait and whatever is under way. */
  readonly signal?: AbortSignal;
}

export interface SftpPoolOptions {
  /** Socket of the SSH agent, for servers without an identity file. */
  readonly agent: string | undefined;

  /** How long an unused connection is kept, so that the process can end. @default 1000 */
  readonly idleMs?: number;

  /** First pause between two attempts; it doubles up to 5 s. @default 250 */
  readonly backOffMs?: number;

  /** As {@link ClientOptions} has it. */
  readonly channelMs?: ClientOptions["channelMs"];
}

interface Entry {
  connection: Promise<Connection> | undefined;
  users: number;
  idle: NodeJS.Timeout | undefined;
  readonly slots: Slots;
}

const LONGEST_PAUSE_MS = 5000;

/** SFTP connections, one for each server, shared by all resources of the process. */
export class SftpPool {
  private readonly entries = new Map<string, Entry>();
  private readonly hops: Hops;

  constructor(private readonly options: SftpPoolOptions) {
    const { agent, channelMs } = options;
    this.hops = new Hops({ agent, channelMs, keepAliveMs: DEFAULTS.keepAlive * 1000 });
  }

  /**
   * Gives `work` a session on a server, once it can be had.
   *
   * A server that refuses connections is taken to be booting and asked again. A wrong host key or a refused login is
   * final.
   *
   * @throws ServerUnreachable if it does not answer in time; DiagnosticError if it must not be talked to
   */
  async use<T>(server: ServerConfig, options: UseOptions, work: (session: SftpSession) => Promise<T>): Promise<T> {
    const entry = this.entryOf(server);
    entry.users++;
    clearTimeout(entry.idle);
    try {
      const connection = await this.connected(entry, server, options);
      return await work(
        new SftpSession(
          new Requests(
            connection,
            entry.slots,
            options.signal,
            (server.answerTimeout ?? DEFAULTS.answerTimeout) * 1000,
          ),
        ),
      );
    } finally {
      entry.users--;
      if (entry.users === 0) entry.idle = setTimeout(() => this.release(entry), this.options.idleMs ?? 1000);
    }
  }

  /** Closes every connection at once. */
  close(): void {
    for (const entry of this.entries.values()) {
      clearTimeout(entry.idle);
      this.release(entry);
    }
  }

  private entryOf(server: ServerConfig): Entry {
    const key = poolKey(server);
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry = { connection: undefined, users: 0, idle: undefined, slots: new Slots(AT_ONCE) };
    this.entries.set(key, entry);
    return entry;
  }

  private async connected(
    entry: Entry,
    server: ServerConfig,
    { waitSeconds, signal }: UseOptions,
  ): Promise<Connection> {
    const start = Date.now();
    const progress = new Progress(`wait for ${labelOf(server)}`);
    for (let pause = this.options.backOffMs ?? 250; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      signal?.throwIfAborted();
      try {
        return await unlessAborted(this.attempt(entry, server), signal);
      } catch (error) {
        if (!(error instanceof NotYet)) throw error;
        const patience = Math.min(waitSeconds, error.patience);
        const left = start + patience * 1000 - Date.now();
        if (left <= 0) throw unreachable(labelOf(server), patience, error.message);
        progress.standing(error.message);
        await sleep(Math.min(pause, left), undefined, signal === undefined ? {} : { signal });
      }
    }
  }

  /** All who wait share one attempt, and then one connection. */
  private attempt(entry: Entry, server: ServerConfig): Promise<Connection> {
    if (entry.connection !== undefined) return entry.connection;
    const { agent, channelMs } = this.options;
    const attempt = openConnection(server, this.hops, {
      agent,
      channelMs,
      keepAliveMs: (server.keepAlive ?? DEFAULTS.keepAlive) * 1000,
    });
    entry.connection = attempt;
    const forget = (): void => {
      if (entry.connection === attempt) entry.connection = undefined;
    };
    attempt.then(({ onLost }) => void onLost.add(forget), forget);
    return attempt;
  }

  private release(entry: Entry): void {
    const { connection } = entry;
    entry.connection = undefined;
    connection?.then(
      (open) => open.close(),
      () => undefined,
    );
  }
}
