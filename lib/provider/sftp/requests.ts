import { RemoteError } from "../remote/failures";
import { type SftpChannel, StatusError } from "./channel";
import type { Connection } from "./connection";
import type { Slots } from "./slots";

/** So many requests may wait for their answers at the same time on a connection. */
export const AT_ONCE = 64;

/** What an interrupted user still waits for: a rename that is under way, or the removal of a temporary file. */
const LAST_ANSWER_MS = 1000;

export interface SendOptions {
  /**
   * `finish` sends it after an interrupt as well, and waits a little for the answer: for what must not stay half-done.
   *
   * @default "stop"
   */
  readonly manner?: "stop" | "finish";
}

/** Sends requests over one connection: each is answered, refused, timed out, cut off or interrupted, but never left open. */
export class Requests {
  constructor(
    readonly connection: Connection,
    private readonly slots: Slots,
    private readonly signal: AbortSignal | undefined,
    /** Most milliseconds that an answer may take. */
    private readonly answerMs: number,
  ) {}

  /** @throws the reason of the interrupt, if there was one */
  stopIfInterrupted(): void {
    this.signal?.throwIfAborted();
  }

  /**
   * Requests that are sent in a row arrive in that order.
   *
   * @param what what the request does, for messages
   * @throws RemoteError with the status if the server refuses, without one if no answer came
   */
  send<T>(what: string, ask: (channel: SftpChannel) => Promise<T>, options: SendOptions = {}): Promise<T> {
    const { manner = "stop" } = options;
    const { channel } = this.connection;
    return this.slots.run(async () => {
      const { signal } = this;
      if (manner === "stop") this.stopIfInterrupted();
      let timer: NodeJS.Timeout | undefined;
      let onAbort: (() => void) | undefined;
      try {
        return await new Promise<T>((resolve, reject) => {
          const allow = (ms: number): void => {
            clearTimeout(timer);
            timer = setTimeout(() => reject(failed(what, new Error(`no answer within ${ms / 1000} s`))), ms);
          };
          allow(signal?.aborted === true ? LAST_ANSWER_MS : this.answerMs);
          onAbort = manner === "finish" ? () => allow(LAST_ANSWER_MS) : () => reject(signal?.reason as Error);
          signal?.addEventListener("abort", onAbort, { once: true });
          ask(channel).then(resolve, (error: Error) => reject(failed(what, error)));
        });
      } finally {
        clearTimeout(timer);
        if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
      }
    });
  }
}

function failed(what: string, cause: Error): RemoteError {
  return new RemoteError(what, cause, cause instanceof StatusError ? cause.code : undefined);
}
