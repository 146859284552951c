/** Longest time in which a long step says nothing. */
const SILENCE_MS = 10_000;

/** Shortest time between two lines, so that what is quick says nothing at all. */
const GAP_MS = 1000;

/** Tells OpenTofu's log how a long step goes: at least every ten seconds, and at each tenth of what can be counted. */
export class Progress {
  private lastAt: number;
  private lastTold: number | string = 0;

  /** @param what the step, such as `upload ISO "install"` */
  constructor(
    private readonly what: string,
    private readonly now: () => number = Date.now,
  ) {
    this.lastAt = now();
  }

  /** @param total undefined if it is not known */
  bytes(done: number, total: number | undefined): void {
    const tenth = total === undefined || total === 0 ? 0 : Math.floor((10 * done) / total);
    this.tell(tenth, () =>
      total === undefined ? `${mebibytes(done)} MiB` : `${tenth * 10} %, ${mebibytes(done)} of ${mebibytes(total)} MiB`,
    );
  }

  /** @param text how things stand; told at once if it has changed */
  standing(text: string): void {
    this.tell(text, () => text);
  }

  private tell(told: number | string, text: () => string): void {
    const silent = this.now() - this.lastAt;
    if (silent < GAP_MS || (silent < SILENCE_MS && told === this.lastTold)) return;
    this.lastAt += silent;
    this.lastTold = told;
    console.info(`${this.what}: ${text()}`);
  }
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}
