import { unlessAborted } from "../framework/unless-aborted";

/**
 * How long an answer is good for callers that come a little later: the length of a plan. Proxmox's own list is as old,
 * and whoever does not find what should be there asks again.
 */
const FRESH_MS = 5000;

/** Lets callers at the same time share one request; anything that was changed since makes it stale. */
export class SharedListing<T> {
  private current: { readonly answer: Promise<T>; endedAt: number | undefined } | undefined;

  constructor(private readonly load: () => Promise<T>) {}

  /**
   * The request is shared, so no single caller's signal may abort it: who is interrupted just stops waiting.
   *
   * @throws the reason of the interrupt
   */
  get(signal: AbortSignal | undefined): Promise<T> {
    return unlessAborted(this.answer(), signal);
  }

  private answer(): Promise<T> {
    const { current } = this;
    if (current !== undefined && (current.endedAt === undefined || Date.now() - current.endedAt < FRESH_MS)) {
      return current.answer;
    }
    const started = { answer: this.load(), endedAt: undefined as number | undefined };
    this.current = started;
    started.answer.then(
      () => (started.endedAt = Date.now()),
      () => {
        if (this.current === started) this.current = undefined;
      },
    );
    return started.answer;
  }

  /** To be called before and after every change. */
  forget(): void {
    this.current = undefined;
  }
}
