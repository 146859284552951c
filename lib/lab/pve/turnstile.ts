/** Lets one piece of work through at a time, in the order of arrival. */
export class Turnstile {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs the work when its turn comes. Gives up waiting after `patienceMs`, with `impatience` as the error. */
  async run<T>(work: () => Promise<T> | T, patienceMs?: number, impatience?: () => Error): Promise<T> {
    const before = this.last;
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    this.last = before.then(() => left);
    try {
      await (patienceMs === undefined ? before : withPatience(before, patienceMs, impatience));
      return await work();
    } finally {
      leave();
    }
  }
}

async function withPatience(turn: Promise<unknown>, milliseconds: number, impatience?: () => Error): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const bored = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(impatience?.() ?? new Error("waited too long")), milliseconds);
  });
  try {
    await Promise.race([turn, bored]);
  } finally {
    clearTimeout(timer);
  }
}
