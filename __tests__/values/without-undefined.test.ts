import fc from "fast-check";
import { Late } from "../../lib/values/late";
import { withoutUndefined } from "../../lib/values/without-undefined";
import { fuzzCases } from "../fuzz";

describe("withoutUndefined", () => {
  it("leaves out keys without a value, at any depth", () => {
    expect(withoutUndefined({ a: 1, b: undefined, c: [{ d: undefined, e: null }] })).toStrictEqual({
      a: 1,
      c: [{ e: null }],
    });
  });

  it("answers a structure that has none as it is", () => {
    const structure = { a: [1, { b: "" }] };

    expect(withoutUndefined(structure)).toBe(structure);
  });

  it("keeps the places of a list", () => {
    expect(withoutUndefined([undefined, { a: undefined }])).toStrictEqual([undefined, {}]);
  });

  it("keeps late values and instances of classes as they are", () => {
    const nonce = Late.nonce();
    class Token {
      readonly of = undefined;
    }
    const token = new Token();

    const without = withoutUndefined({ nonce, token, other: undefined });

    expect(without.nonce).toBe(nonce);
    expect(without.token).toBe(token);
    expect(Object.keys(without)).toEqual(["nonce", "token"]);
  });

  it("ends with objects that hold each other, and keeps which holds which", () => {
    const one: Record<string, unknown> = { name: "one", gone: undefined };
    const other = { name: "other", one };
    one["other"] = other;

    const without = withoutUndefined(one) as { other: { one: unknown } };

    expect(without.other.one).toBe(without);
    expect(Object.keys(without)).toEqual(["name", "other"]);
  });

  it("is what JSON makes of any structure", () => {
    const structure = fc.object({ values: [fc.string(), fc.integer(), fc.constant(null), fc.constant(undefined)] });
    fc.assert(
      fc.property(structure, (value) => {
        const without = withoutUndefined(value);

        expect(JSON.stringify(without)).toBe(JSON.stringify(value));
        expect(withoutUndefined(without)).toBe(without);
        expect(Object.values(without)).not.toContain(undefined);
      }),
      { numRuns: fuzzCases() },
    );
  });
});
