import { decodeStateJson } from "../../../lib/provider/wire/state-json";
import { readRawJson } from "../../../lib/provider/wire/raw-json";
import { BoundedJsonError } from "../../../lib/values/bounded-json";

const nested = (depth: number): Buffer => Buffer.from(`{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`);

describe("a state that somebody has edited", () => {
  it("is read as deep as states are", () => {
    expect(JSON.stringify(readRawJson(nested(255)))).toBe(nested(255).toString());
  });

  it.each([
    ["deeper than that", nested(256)],
    ["deep enough to end a process", nested(200_000)],
  ])("is refused, and without quoting it, if it is %s", (_name, json) => {
    const refusal = new BoundedJsonError("depth", "it is nested more than 256 deep");

    expect(() => readRawJson(json)).toThrow(refusal);
    expect(() => decodeStateJson({ object: { a: "dynamic" } } as never, json)).toThrow(refusal);
  });

  it("is refused without a word of it if it is no JSON", () => {
    expect(() => readRawJson(Buffer.from('{"password": hunter2}'))).toThrow(
      new BoundedJsonError("syntax", "it is not JSON"),
    );
  });
});
