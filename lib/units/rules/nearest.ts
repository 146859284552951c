/** Of the names allowed, the one that a typing mistake leads to; undefined if none is close. */
export function nearest(name: string, allowed: readonly string[]): string | undefined {
  if (name.length > 64) return undefined;
  const ranked = allowed
    .map((candidate) => ({ candidate, steps: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const best = ranked[0];
  return best !== undefined && best.steps <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined;
}

/** How many single characters have to be put in, taken out or exchanged. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_item, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries()) {
      const exchanged = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
