import type { Connection } from "./connection";
import type { Slots } from "./slots";

/** Status codes of SFTP version 3. */
export const NO_SUCH_FILE = 2;
export const PERMISSION_DENIED = 3;
export const FAILURE = 4;

const ANSWER_MS = 60_000;
const AT_ONCE = 16;

export { AT_ONCE };

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

  /** @param what what the request does, for messages */
  async send<T = void>(what: string, start: (callback: Callback<T>) => void): Promise<T> {
    return this.slots.run(async () => {
      this.signal?.throwIfAborted();
      let timer: NodeJS.Timeout | undefined;
      let onAbort: (() => void) | undefined;
      let onLost: ((reason: Error) => void) | undefined;
      try {
        return await new Promise<T>((resolve, reject) => {
          const cutOff = (error: Error): void => reject(new SftpError(what, error, undefined));
          timer = setTimeout(() => cutOff(new Error(`no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
          onAbort = () => reject(this.signal?.reason as Error);
          this.signal?.addEventListener("abort", onAbort, { once: true });
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
        if (onAbort !== undefined) this.signal?.removeEventListener("abort", onAbort);
      }
    });
  }
}
