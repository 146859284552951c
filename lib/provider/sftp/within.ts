/**
 * Waits for work that may never come to an end, but no longer than so long: the work itself goes on.
 *
 * @param late what is thrown then
 */
export async function within<T>(ms: number, work: Promise<T>, late: (seconds: number) => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late(ms / 1000)), ms);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}
