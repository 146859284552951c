/** A run of lines of two texts: equal, only in the first or only in the second. */
export interface Run {
  readonly kind: "same" | "removed" | "added";
  readonly lines: readonly string[];
}

/** With more differences than this, what is between the equal ends is taken as all different. */
const MOST_DIFFERENCES = 400;

/** Compares two lists of lines by the shortest way from one to the other (Myers's algorithm). */
export function diffLines(before: readonly string[], after: readonly string[]): readonly Run[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  const middle = edits(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return merged([
    ...before.slice(0, start).map((line): Edit => ["same", line]),
    ...middle,
    ...before.slice(before.length - end).map((line): Edit => ["same", line]),
  ]);
}

type Edit = readonly [kind: Run["kind"], line: string];

function edits(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const ways = explore(before, after);
  if (ways === undefined)
    return [...before.map((line): Edit => ["removed", line]), ...after.map((line): Edit => ["added", line])];
  const found: Edit[] = [];
  let x = before.length;
  let y = after.length;
  for (let cost = ways.length - 1; cost >= 0 && (x > 0 || y > 0); cost -= 1) {
    const reached = ways[cost] ?? new Map<number, number>();
    const diagonal = x - y;
    const isAdded = diagonal === -cost || (diagonal !== cost && at(reached, diagonal - 1) < at(reached, diagonal + 1));
    const previous = isAdded ? diagonal + 1 : diagonal - 1;
    const startX = cost === 0 ? 0 : at(reached, previous);
    const startY = startX - previous;
    while (x > 0 && y > 0 && (cost === 0 || x > startX + (isAdded ? 0 : 1) || y > startY + (isAdded ? 1 : 0))) {
      x -= 1;
      y -= 1;
      found.push(["same", before[x] ?? ""]);
    }
    if (cost === 0) break;
    found.push(isAdded ? ["added", after[startY] ?? ""] : ["removed", before[startX] ?? ""]);
    x = startX;
    y = startY;
  }
  return found.reverse();
}

/**
 * For each number of differences, how far along each diagonal one had come with one fewer; undefined if there are too
 * many differences.
 */
function explore(
  before: readonly string[],
  after: readonly string[],
): readonly ReadonlyMap<number, number>[] | undefined {
  const furthest = new Map<number, number>([[1, 0]]);
  const ways: ReadonlyMap<number, number>[] = [];
  for (let cost = 0; cost <= Math.min(before.length + after.length, MOST_DIFFERENCES); cost += 1) {
    ways.push(new Map(furthest));
    for (let diagonal = -cost; diagonal <= cost; diagonal += 2) {
      const isAdded =
        diagonal === -cost || (diagonal !== cost && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));
      let x = isAdded ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return ways;
    }
  }
  return undefined;
}

function at(reached: ReadonlyMap<number, number>, diagonal: number): number {
  return reached.get(diagonal) ?? -1;
}

/** Joins what follows each other; within a change, what is removed comes first. */
function merged(all: readonly Edit[]): readonly Run[] {
  const runs: { readonly kind: Run["kind"]; readonly lines: string[] }[] = [];
  for (const [kind, line] of all) {
    const last = runs.at(-1);
    const beforeLast = runs.at(-2);
    if (last?.kind === kind) last.lines.push(line);
    else if (kind === "removed" && last?.kind === "added") {
      if (beforeLast?.kind === "removed") beforeLast.lines.push(line);
      else runs.splice(-1, 0, { kind, lines: [line] });
    } else runs.push({ kind, lines: [line] });
  }
  return runs;
}
