import fc from "fast-check";
import { DEEPEST, readJson } from "../../lib/ignition/importing/json";
import { fuzzCases } from "../fuzz";

describe("readJson", () => {
  it("reads what JSON.parse reads, to the same value", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, "\t"), (text, indent) => {
        const written = JSON.stringify(JSON.parse(text), null, indent);

        expect(readJson(written)).toMatchObject({ duplicates: [] });
        expect((readJson(written) as { value: unknown }).value).toEqual(JSON.parse(text));
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("refuses what JSON.parse refuses, and nothing else", () => {
    const pieces = fc.constantFrom("{", "}", "[", "]", ":", ",", '"a"', '"\\"', "\\", "1", "-", "0", "1.5e3", ".", " ");
    const texts = fc.array(fc.oneof(pieces, fc.constantFrom("true", "nul", "null", '"', "\n", "\u0000", "é")), {
      maxLength: 12,
    });

    fc.assert(
      fc.property(texts, (given) => {
        const text = given.join("");

        expect("value" in readJson(text)).toBe(isJson(text));
      }),
      { numRuns: fuzzCases() },
    );
  });

  it.each([
    ["nothing", "", "the text ends too early", 1, 1],
    ["a missing value", '{\n  "a": }', "this is no value", 2, 8],
    ["a key without quotes", "{a: 1}", "a key in quotes is missing", 1, 2],
    ["a missing colon", '{"a" 1}', "a colon is missing", 1, 6],
    ["a missing comma", "[1\n2]", "a comma or ] is missing", 2, 1],
    ["a trailing comma", "[1,]", "this is no value", 1, 4],
    ["a text that does not end", '["secret\\"', "a text does not end", 1, 2],
    ["a line break in a text", '"a\nb"', "a text holds a control character or an unknown escape", 1, 1],
    ["an unknown escape", '"\\x"', "a text holds a control character or an unknown escape", 1, 1],
    ["text after the value", "{} x", "the text goes on after the value", 1, 4],
    ["a comment", "// a\n{}", "this is no value", 1, 1],
    ["a number with a leading zero", "01", "the text goes on after the value", 1, 2],
  ])("says where %s stands, and shows nothing of it", (_name, text, what, line, column) => {
    expect(readJson(text)).toEqual({ what, line, column });
  });

  it("reads lists and objects up to a depth", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

    expect(readJson(nested(DEEPEST))).toHaveProperty("value");
    expect(readJson(nested(DEEPEST + 1))).toMatchObject({ line: 1, column: DEEPEST + 1 });
    expect(readJson("[".repeat(1_000_000))).toMatchObject({ line: 1, column: DEEPEST + 1 });
  });

  it("names keys that stand twice, keeps the last, and is taken in by no name", () => {
    expect(readJson('{"a":[{"b":1,"b":2}],"__proto__":{"c":1}}')).toEqual({
      value: JSON.parse('{"a":[{"b":2}],"__proto__":{"c":1}}') as unknown,
      duplicates: [["a", 0, "b"]],
      inexact: [],
    });
  });

  it("names numbers that are no plain integers", () => {
    expect(readJson("[0,-1,420,420.0,1e2,12345678901234567890,1.5,-0]")).toEqual({
      value: [0, -1, 420, 420, 100, 12345678901234567000, 1.5, -0],
      duplicates: [],
      inexact: [[3], [4], [5], [6], [7]],
    });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
