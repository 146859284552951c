import { tune, untuned } from "../../../lib/provider/parts/heap";

const flags = jest.fn();
jest.mock("node:v8", () => ({ setFlagsFromString: (flag: string) => flags(flag) as unknown }));

describe("untuned", () => {
  const ours = ["--heap-growing-percent=30", "--max-inlined-bytecode-size-cumulative=150"];
  const usual = ["--heap-growing-percent=0", "--max-inlined-bytecode-size-cumulative=920"];

  it("changes nothing before the heap is tuned, and takes it back for the time of the work afterwards", () => {
    expect(untuned(() => "before")).toBe("before");
    expect(flags.mock.calls).toEqual([]);

    tune();
    expect(untuned(() => untuned(() => flags.mock.calls.flat()))).toEqual([...ours, ...usual]);
    expect(flags.mock.calls.flat()).toEqual([...ours, ...usual, ...ours]);

    expect(() =>
      untuned(() => {
        throw new Error("broken");
      }),
    ).toThrow("broken");
    expect(flags.mock.calls.flat()).toEqual([...ours, ...usual, ...ours, ...usual, ...ours]);
  });
});
