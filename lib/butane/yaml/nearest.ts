/** The name that was meant most likely; undefined if none is near. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const wanted = plain(given);
  // Long texts are no misspelt names, and comparing them takes long.
  if (wanted.length === 0 || wanted.length > 64) return undefined;
  const [best] = names
    .map((name) => ({ name, distance: distance(wanted, plain(name)) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(1, Math.floor(wanted.length / 3)) ? best.name : undefined;
}

/** Case and underlines are what is mixed up first. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}

/** How many letters have to be changed, added or removed to make one text of the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const changed = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
