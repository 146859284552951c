import fc from "fast-check";
import { diffLines, type Run } from "../../../lib/cli/ignition/diff/line-diff";
import { fuzzCases } from "../../fuzz";

const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });

/** One of the two texts, put together from what they have in common and what is its own. */
function side(runs: readonly Run[], own: "removed" | "added"): readonly string[] {
  return runs.flatMap(({ kind, lines: some }) => (kind === "same" || kind === own ? some : []));
}

function differences(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + (run.kind === "same" ? 0 : run.lines.length), 0);
}

/** Length of the longest sequence that both have in common, by trying everything. */
function common(a: readonly string[], b: readonly string[]): number {
  const best = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      best[i]![j] = a[i] === b[j] ? 1 + best[i + 1]![j + 1]! : Math.max(best[i + 1]![j]!, best[i]![j + 1]!);
  return best[0]![0]!;
}

describe("diffLines", () => {
  it.each([
    [[], [], []],
    [["a"], ["a"], [{ kind: "same", lines: ["a"] }]],
    [[], ["a"], [{ kind: "added", lines: ["a"] }]],
    [
      ["a", "b", "c"],
      ["a", "x", "y", "c"],
      [
        { kind: "same", lines: ["a"] },
        { kind: "removed", lines: ["b"] },
        { kind: "added", lines: ["x", "y"] },
        { kind: "same", lines: ["c"] },
      ],
    ],
  ])("of %j and %j is %j", (before, after, runs) => {
    expect(diffLines(before, after)).toEqual(runs);
  });

  it("holds both texts whole, and no more differences than there must be", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const runs = diffLines(before, after);

        expect(side(runs, "removed")).toEqual(before);
        expect(side(runs, "added")).toEqual(after);
        expect(differences(runs)).toBe(before.length + after.length - 2 * common(before, after));
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("takes as all different what differs in more lines than are looked through", () => {
    const many = (name: string): readonly string[] => Array.from({ length: 2000 }, (_, line) => `${name} ${line % 7}`);

    const runs = diffLines(["first", ...many("a"), "last"], ["first", ...many("b"), "last"]);

    expect(runs.map(({ kind, lines: { length } }) => ({ kind, length }))).toEqual([
      { kind: "same", length: 1 },
      { kind: "removed", length: 2000 },
      { kind: "added", length: 2000 },
      { kind: "same", length: 1 },
    ]);
  });
});
