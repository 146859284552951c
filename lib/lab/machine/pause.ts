/** Waits, and rejects at once when the signal is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Aborted());
    const aborted = (): void => {
      clearTimeout(timer);
      reject(new Aborted());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", aborted);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", aborted, { once: true });
  });
}

/** Waits until something settles, and rejects at once when the signal is aborted. */
export function whilePowered(waiting: Promise<unknown> | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (waiting === undefined) return resolve();
    if (signal.aborted) return reject(new Aborted());
    const aborted = (): void => reject(new Aborted());
    const settled = (): void => {
      signal.removeEventListener("abort", aborted);
      resolve();
    };
    signal.addEventListener("abort", aborted, { once: true });
    waiting.then(settled, settled);
  });
}

/** The machine was switched off. */
export class Aborted extends Error {
  constructor() {
    super("switched off");
  }
}
