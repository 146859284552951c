import fc from "fast-check";
import { mapTokens } from "../../../lib/provider/wire/json-tokens";
import { readRawJson } from "../../../lib/provider/wire/raw-json";
import { decodeStateJson } from "../../../lib/provider/wire/state-json";
import { fuzzCases } from "../../fuzz";

const type = { object: { text: "string", count: "number" } } as const;

describe("a saved state with a long text", () => {
  // Each has more of them than an expression for a whole string can keep in mind.
  it.each([
    ["plain characters", "x".repeat(9_000_000)],
    ["characters that are escaped", "\n".repeat(9_000_000)],
    ["both in turns, and digits", '1"\\'.repeat(3_000_000)],
  ])("is read, whether or not its type is known: %s", (_name, text) => {
    const json = Buffer.from(JSON.stringify({ text, count: 7 }));

    expect(decodeStateJson(type, json)).toEqual({ text, count: 7 });
    expect(readRawJson(json)).toEqual({ text, count: 7 });
  });
});

describe("mapTokens", () => {
  it("tells strings from numbers, and leaves the rest as it is", () => {
    const json = '{"a\\"1": [-1.5e+3, "2", true, null], "": "\\\\", "b":0}';

    expect(mapTokens(json, (token, isString) => (isString ? token : `<${token}>`))).toBe(
      '{"a\\"1": [<-1.5e+3>, "2", true, null], "": "\\\\", "b":<0>}',
    );
  });

  it("finds every string and every number of any JSON", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(mapTokens(json, (token) => JSON.stringify(JSON.parse(token)))).toBe(JSON.stringify(JSON.parse(json)));
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("comes to an end where a string has none", () => {
    expect(mapTokens('{"a": "b\\', (token) => token)).toBe('{"a": "b\\');
  });
});
