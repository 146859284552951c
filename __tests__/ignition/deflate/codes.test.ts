import fc from "fast-check";
import { mergePackages } from "../../../lib/ignition/deflate/merge-packages";
import { mergeRarest } from "../../../lib/ignition/deflate/merge-rarest";
import { fuzzCases } from "../../fuzz";

/** Weights with as many ties as there can be, and without. */
const weights = fc
  .oneof(
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 60 }),
    fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 2, maxLength: 60 }),
    fc.array(
      fc.nat(12).map((power) => 2 ** power),
      { minLength: 2, maxLength: 40 },
    ),
  )
  .map((list) => Float64Array.from(list).sort());

function byPackages(list: Float64Array, most: number): readonly number[] {
  const lengths = new Uint8Array(list.length);
  mergePackages(list, list.length, most, lengths);
  return [...lengths];
}

function byRarest(list: Float64Array): readonly number[] {
  const lengths = new Uint8Array(list.length);
  mergeRarest(list, list.length, lengths);
  return [...lengths];
}

describe("mergeRarest", () => {
  it.each([
    ["one symbol", [7], [1]],
    ["two", [1, 100], [1, 1]],
    ["equals", [1, 1, 1, 1], [2, 2, 2, 2]],
    ["a tie between a symbol and a merge", [1, 1, 2, 2], [2, 2, 2, 2]],
    ["powers of two", [1, 1, 2, 4, 8], [4, 4, 3, 2, 1]],
  ])("finds the lengths for %s", (_what, list, lengths) => {
    expect(byRarest(Float64Array.from(list))).toEqual(lengths);
  });

  it("answers the longest length", () => {
    const fibonacci = [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584];

    expect(mergeRarest(Float64Array.from(fibonacci), fibonacci.length, new Uint8Array(18))).toBe(17);
  });

  it("finds the same lengths as packages do, wherever these may be as long", () => {
    fc.assert(
      fc.property(weights, fc.nat(2), (list, more) => {
        const lengths = byRarest(list);

        expect(byPackages(list, Math.max(...lengths) + more)).toEqual(lengths);
      }),
      { numRuns: fuzzCases() },
    );
  });
});

describe("mergePackages", () => {
  it("keeps to the longest length that is allowed", () => {
    expect(byPackages(Float64Array.from([1, 1, 2, 4, 8, 16, 32]), 4)).toEqual([4, 4, 4, 4, 3, 3, 1]);
  });

  it("makes a complete code, in which the rarer symbol is never the shorter", () => {
    fc.assert(
      fc.property(weights, (list) => {
        const lengths = byPackages(list, 7);

        expect(lengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
        expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
      }),
      { numRuns: fuzzCases() },
    );
  });
});
