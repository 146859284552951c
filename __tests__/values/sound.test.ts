import fc from "fast-check";
import { z } from "zod";
import { ignitionConfig } from "../../lib/ignition/schema";
import { remoteResource } from "../../lib/ignition/sections/resource";
import { Late } from "../../lib/values/late";
import { isSound } from "../../lib/values/sound";
import { fuzzCases } from "../fuzz";
import { ignitionConfigs } from "../ignition/arbitrary";
import { remoteSources } from "../ignition/arbitrary-contents";
import { mutated, type Json } from "../ignition/mutate";

const short = z.unknown().check(({ value, issues }) => {
  if (typeof value === "string" && value.length < 3) return;
  issues.push({ code: "custom", input: value, message: "not short" });
});

const even = z.strictObject({ a: z.number() }).refine(({ a }) => a % 2 === 0);

const schema = z.strictObject({
  name: short,
  any: z.unknown().optional(),
  kind: z.enum(["a", "b"]).optional(),
  list: z.array(short).optional(),
  few: z.array(short).max(1).optional(),
  even: even.optional(),
  open: z.looseObject({ a: short }).optional(),
  late: z.strictObject({ name: short.optional() }).nullable().optional(),
});

class Heir {
  readonly name = "a";
  get kind(): string {
    return "inherited, and none there is";
  }
}

const sound: readonly (readonly [what: string, value: unknown])[] = [
  ["what is needed", { name: "a" }],
  [
    "all there may be",
    { name: "a", any: null, kind: "b", list: ["a", ""], few: [], even: { a: 2 }, open: { a: "", b: 1 } },
  ],
  ["keys without a value", { name: "a", any: undefined, kind: undefined, list: undefined }],
  ["an object without a prototype", Object.assign(Object.create(null) as object, { name: "a" })],
  ["null where it may be", { name: "a", late: null }],
];

const wrong: readonly (readonly [what: string, value: unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["a list", []],
  ["a text", "a"],
  ["an object without what is needed", {}],
  ["what is needed, without a value", { name: undefined }],
  ["another key", { name: "a", other: undefined }],
  ["the key of a prototype", JSON.parse('{"name":"a","__proto__":{}}')],
  ["what a check refuses", { name: "long" }],
  ["an item that a check refuses", { name: "a", list: ["a", "long"] }],
  ["too many", { name: "a", few: ["a", "b"] }],
  ["a value that is none of a list", { name: "a", kind: "c" }],
  ["an object that is refused as a whole", { name: "a", even: { a: 1 } }],
  ["what is wrong in an open object", { name: "a", open: { a: 1 } }],
  ["what is inherited and wrong", new Heir()],
  ["a list with a hole", { name: "a", list: new Array(1) }],
  ["a late value in the place of an object", { name: "a", late: Late.token("") }],
];

describe("isSound", () => {
  it.each(sound)("takes %s", (_what, value) => {
    expect([isSound(schema, value), schema.safeParse(value).success]).toEqual([true, true]);
  });

  it.each(wrong)("refuses %s", (_what, value) => {
    expect([isSound(schema, value), schema.safeParse(value).success]).toEqual([false, false]);
  });

  it.each([
    ["configs", ignitionConfig, ignitionConfigs],
    ["what is fetched", remoteResource, remoteSources({ verified: false })],
  ])("says of %s what zod says", (_what, given, arbitrary: fc.Arbitrary<unknown>) => {
    const values = arbitrary.map((value) => JSON.parse(JSON.stringify(value)) as Json);
    fc.assert(
      fc.property(fc.oneof(values, mutated(values)), (value) => {
        expect(isSound(given, value)).toBe(given.safeParse(value).success);
      }),
      { numRuns: fuzzCases() },
    );
  });
});
