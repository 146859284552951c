import fc from "fast-check";
import { z } from "zod";
import { check } from "../../lib/values/check";
import { decodeLate, encodeLate, fillLate, hasLate, Late, late, lateText } from "../../lib/values/late";
import { anyCharacter } from "../any-character";
import { fuzzCases } from "../fuzz";

describe("late", () => {
  const schema = z
    .object({
      name: late(z.string().regex(/^[a-z]+$/)),
      note: lateText().optional(),
      size: late(z.number()).optional(),
    })
    .strict();

  it("accepts a late value unseen", () => {
    expect(
      check(schema, { name: Late.token("${x.y}"), note: ["a", Late.nonce()], size: Late.token(-1.8e308) }, "test"),
    ).toEqual([]);
  });

  it("refuses a known value as the inner schema does, at its path", () => {
    expect(check(schema, { name: "A", size: "big" }, "test").map(({ code, path }) => [code, path])).toEqual([
      ["test/invalid-format", ["name"]],
      ["test/invalid-type", ["size"]],
    ]);
  });

  it("refuses a required value that is missing", () => {
    expect(check(schema, {}, "test").map(({ code, path }) => [code, path])).toEqual([["test/invalid-type", ["name"]]]);
  });

  it("refuses a piece of text that is not a string, at its index", () => {
    expect(check(schema, { name: "a", note: ["a", 1] }, "test").map(({ path }) => path)).toEqual([["note", 1]]);
  });

  it("refuses an unknown key", () => {
    expect(check(schema, { name: "a", nmae: 1 }, "test")).toMatchObject([
      { code: "test/unrecognized-keys", fix: "remove nmae" },
    ]);
  });
});

describe("encodeLate and decodeLate", () => {
  const value = {
    a: [1, Late.sealedKey("install", 1, "private")],
    b: { c: Late.nonce(), d: Late.sha512("x") },
    e: null,
  };

  it("give back what went in, but for tokens", () => {
    expect(decodeLate(JSON.parse(JSON.stringify(encodeLate(value))))).toEqual(value);
  });

  it("give back any plain data, whatever its texts and keys, in a form that OpenTofu leaves alone", () => {
    const keys = fc.constantFrom("$late", "$text", "$object", "a", "from");
    const texts = fc.oneof(
      fc.constantFrom("e\u0301", "\u212b", "é", '"e\u0301"', "\ud800"),
      fc.string({ unit: anyCharacter }),
    );
    const data = fc.letrec((tie) => ({
      data: fc.oneof(
        { maxDepth: 4 },
        texts,
        fc.integer(),
        fc.boolean(),
        fc.array(tie("data"), { maxLength: 3 }),
        fc.dictionary(keys, tie("data"), { maxKeys: 2, noNullPrototype: true }),
      ),
    })).data;

    fc.assert(
      fc.property(data, (plain) => {
        const json = JSON.stringify(encodeLate(plain));

        expect(json.normalize("NFC")).toBe(json);
        expect(decodeLate(JSON.parse(json))).toEqual(plain);
      }),
      { numRuns: fuzzCases() },
    );
  });

  it("leave for the checks what was not written here", () => {
    expect(decodeLate({ a: { $text: "no JSON" }, b: { $text: "{}" }, c: { $object: 1 } })).toEqual({
      a: "no JSON",
      b: "{}",
      c: 1,
    });
  });

  it("let a token stand for itself", () => {
    expect(encodeLate({ a: Late.token("${x.y}"), b: undefined })).toEqual({ a: "${x.y}" });
  });
});

describe("fillLate", () => {
  it("fills what is known and leaves the rest late", () => {
    const filled = fillLate({ a: Late.nonce(), b: [Late.sha512("x")] }, (source) =>
      source.from === "nonce" ? "00" : undefined,
    );

    expect(filled).toEqual({ a: "00", b: [Late.sha512("x")] });
    expect(hasLate(filled)).toBe(true);
  });
});
