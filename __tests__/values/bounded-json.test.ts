import fc from "fast-check";
import { parseBoundedJson } from "../../lib/values/bounded-json";
import { fuzzCases } from "../fuzz";

const bounds = { length: 100_000, depth: 4 };

describe("parseBoundedJson", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        expect(parseBoundedJson(JSON.stringify(value), bounds)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("counts no brackets within strings", () => {
    const value = { a: '[[[[[[{{{{"\\', b: [["\\"]] };

    expect(parseBoundedJson(JSON.stringify(value), bounds)).toEqual(value);
  });

  it.each([
    ["five levels", "[[[[[1]]]]]", "it is nested more than 4 deep"],
    ["a hundred thousand brackets", "[".repeat(99_999), "it is nested more than 4 deep"],
    ["a long text", " ".repeat(100_001), "it has more than 100000 characters"],
    ["a broken text, without quoting it", '{"secret": "hunter2"', "it is not JSON"],
    ["nothing", "", "it is not JSON"],
  ])("refuses %s", (_name, text, message) => {
    expect(() => parseBoundedJson(text, bounds)).toThrow(new Error(message));
  });
});
