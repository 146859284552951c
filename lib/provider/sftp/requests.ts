import type { Connection } from "./connection";
import type { Slots } from "./slots";

/** Status codes of SFTP version 3. */
export const NO_SUCH_FILE = 2;
export const PERMISSION_DENIED = 3;
export const FAILURE = 4;

/** So many requests may wait for their answers at the same time. */
export const AT_ONCE = 16;

const ANSWER_MS = 60_000;

/** What an interrupted user still waits for: a rename that is under way, or the removal of a temporary file. */
const LAST_ANSWER_MS = 5000;

/** An SFTP request that the server refused. */
export class SftpError extends Error {
  constructor(
    what: string,
    cause: Error,
    /** Status code; undefined if no answer came. */
    readonly code: number | undefined,
  ) {
    super(`${what}: ${cause.message}`);
  }
}

type Callback<T> = (error: Error | undefined | null, value: T) => void;

/** Sends requests over one connection: each is answered, refused, timed out, cut off or interrupted, but never left open. */
export class Requests {
  constructor(
    readonly connection: Connection,
    private readonly slots: Slots,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** @throws the reason of the interrupt, if there was one */
  stopIfInterrupted(): void {
    this.signal?.throwIfAborted();
  }

  /**
   * @param what what the request does, for messages
   * @param manner `finish` sends it after an interrupt as well, and waits a little for the answer: for what must not
   * stay half-done
   */
  async send<T = void>(
    what: string,
    start: (callback: Callback<T>) => void,
    manner: "stop" | "finish" = "stop",
  ): Promise<T> {
    return this.slots.run(async () => {
      const { signal } = this;
      if (manner === "stop") this.stopIfInterrupted();
      let timer: NodeJS.Timeout | undefined;
      let onAbort: (() => void) | undefined;
      let onLost: ((reason: Error) => void) | undefined;
      try {
        return await new Promise<T>((resolve, reject) => {
          const cutOff = (error: Error): void => reject(new SftpError(what, error, undefined));
          const allow = (ms: number): void => {
            clearTimeout(timer);
            timer = setTimeout(() => cutOff(new Error(`no answer within ${ms / 1000} s`)), ms);
          };
          allow(signal?.aborted === true ? LAST_ANSWER_MS : ANSWER_MS);
          onAbort = manner === "finish" ? () => allow(LAST_ANSWER_MS) : () => reject(signal?.reason as Error);
          signal?.addEventListener("abort", onAbort, { once: true });
          onLost = cutOff;
          this.connection.onLost.add(onLost);
          start((error, value) => {
            if (error === undefined || error === null) resolve(value);
            else reject(new SftpError(what, error, (error as { code?: number }).code));
          });
        });
      } finally {
        clearTimeout(timer);
        if (onLost !== undefined) this.connection.onLost.delete(onLost);
        if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
      }
    });
  }
}
