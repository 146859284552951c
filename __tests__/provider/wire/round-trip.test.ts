import { decode } from "@msgpack/msgpack";
import fc from "fast-check";
import { UNKNOWN, type Value } from "../../../lib/provider/framework/values";
import { decodeValue } from "../../../lib/provider/wire/decode";
import { encodeValue } from "../../../lib/provider/wire/encode";
import { decodeStateJson } from "../../../lib/provider/wire/state-json";
import type { WireType } from "../../../lib/provider/wire/type";
import { typeFromJson, typeToJson } from "../../../lib/provider/wire/type-json";

// The one key that the msgpack library refuses, as a guard of its own.
const key = fc.string().filter((name) => name !== "__proto__");

const types = fc.letrec<{ type: WireType }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<WireType[]>("string", "number", "bool"),
    tie("type").map((list): WireType => ({ list })),
    tie("type").map((set): WireType => ({ set })),
    tie("type").map((map): WireType => ({ map })),
    fc.array(tie("type"), { maxLength: 3 }).map((tuple): WireType => ({ tuple })),
    fc.dictionary(key, tie("type"), { maxKeys: 4 }).map((object): WireType => ({ object })),
  ),
})).type;

const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger()).map((x) => x + 0);

function valueOf(type: WireType, known = false): fc.Arbitrary<Value> {
  const odd: fc.Arbitrary<Value>[] = known ? [fc.constant(null)] : [fc.constant(null), fc.constant(UNKNOWN)];
  return fc.oneof({ weight: 6, arbitrary: someOf(type, known) }, ...odd.map((arbitrary) => ({ weight: 1, arbitrary })));
}

function someOf(type: WireType, known: boolean): fc.Arbitrary<Value> {
  if (type === "string" || type === "dynamic") return fc.string({ unit: "grapheme" });
  // JSON.stringify, unlike OpenTofu, writes large integers with zeros for the digits that a double does not have.
  if (type === "number") return known ? number.filter((x) => !Number.isInteger(x) || Number.isSafeInteger(x)) : number;
  if (type === "bool") return fc.boolean();
  if ("list" in type) return fc.array(valueOf(type.list, known), { maxLength: 4 });
  if ("set" in type) return fc.array(valueOf(type.set, known), { maxLength: 4 });
  if ("map" in type) return fc.dictionary(key, valueOf(type.map, known), { maxKeys: 4 }).map((map) => ({ ...map }));
  if ("tuple" in type) return fc.tuple(...type.tuple.map((item) => valueOf(item, known)));
  const entries = Object.entries(type.object).map(([name, inner]) => [name, valueOf(inner, known)] as const);
  return fc.record(Object.fromEntries(entries)).map((object) => ({ ...object }));
}

const typed = (known: boolean) => types.chain((type) => fc.tuple(fc.constant(type), valueOf(type, known)));

describe("a value of any type", () => {
  it("comes back as it was from msgpack", () => {
    fc.assert(
      fc.property(typed(false), ([type, value]) => {
        expect(decodeValue(type, encodeValue(type, value))).toEqual(value);
      }),
    );
  });

  it("comes back as it was when its type comes with it", () => {
    const anything = fc.oneof(fc.string(), number, fc.boolean(), fc.array(number), fc.dictionary(key, fc.string()));

    fc.assert(
      fc.property(anything, (value) => {
        expect(decodeValue("dynamic", encodeValue("dynamic", value))).toEqual(
          Array.isArray(value) || typeof value !== "object" ? value : { ...value },
        );
      }),
    );
  });

  it("comes back as it was from the state's JSON", () => {
    fc.assert(
      fc.property(typed(true), ([type, value]) => {
        expect(decodeStateJson(type, Buffer.from(JSON.stringify(value)))).toEqual(value);
      }),
    );
  });

  it("has a type that comes back as it was", () => {
    fc.assert(
      fc.property(types, (type) => {
        expect(typeFromJson(JSON.parse(JSON.stringify(typeToJson(type))))).toEqual(type);
      }),
    );
  });
});

describe("encodeValue", () => {
  const type: WireType = { object: { name: "string", size: "number", tags: { set: "string" } } };

  it("writes every attribute, integers as such and other numbers as text", () => {
    const bytes = encodeValue(type, { size: 0.1, tags: ["a"] });

    expect(decode(bytes)).toEqual({ name: null, size: "0.1", tags: ["a"] });
    expect(decode(encodeValue("number", 2 ** 53 - 1))).toBe(9007199254740991);
    expect(decode(encodeValue("number", 2 ** 60))).toBe("1152921504606846976");
    expect(decode(encodeValue("number", -0))).toBe(0);
  });

  it("writes unknown as the extension that says nothing more", () => {
    expect(Buffer.from(encodeValue("string", UNKNOWN)).toString("hex")).toBe("d40000");
  });

  it.each<[string, Value, string]>([
    ["what is no attribute", { nmae: "x" }, "nmae: is no attribute of the schema"],
    ["a number for a string", { name: 1 }, "name: expected a string, got a number"],
    ["NaN", { size: NaN }, "size: expected a number, got a number"],
    ["a scalar for a set", { tags: "a" }, "tags: expected a list, got a string"],
    ["a list for the whole", [], ": expected a object, got a list"],
  ])("refuses %s", (_name, value, message) => {
    expect(() => encodeValue(type, value)).toThrow(message);
  });
});

describe("decodeValue", () => {
  it.each([
    ["plain unknown", "d40000"],
    ["unknown that is known not to be null", "c7030c8101c2"],
    ["an extension of the future", "d42a00"],
  ])("reads %s as unknown", (_name, hex) => {
    expect(decodeValue("string", Buffer.from(hex, "hex"))).toBe(UNKNOWN);
  });

  it("reads 64-bit integers, and names the place of one that a double cannot hold", () => {
    expect(decodeValue("number", Buffer.from("cf001fffffffffffff", "hex"))).toBe(9007199254740991);
    expect(() => decodeValue({ list: "number" }, Buffer.from("91cf0020000000000001", "hex"))).toThrow(
      '"[0]" is 9007199254740993, which has more digits than a double holds.',
    );
  });

  it("gives null for an attribute that was not sent", () => {
    expect(decodeValue({ object: { a: "string", b: "bool" } }, Buffer.from("81a162c3", "hex"))).toEqual({
      a: null,
      b: true,
    });
  });

  it("refuses a value of another type without quoting it", () => {
    expect(() => decodeValue("bool", Buffer.from("a6736563726574", "hex"))).toThrow(": expected a bool, got a string");
  });
});

describe("decodeStateJson", () => {
  const type: WireType = { object: { id: "number", text: "string", any: "dynamic" } };
  const read = (json: string) => decodeStateJson(type, Buffer.from(json));

  it("leaves digits within text alone, whatever surrounds them", () => {
    expect(
      read(String.raw`{"id":-1.5e3,"text":"a \"1\" \\","any":{"type":["list","number"],"value":[1,2.50]}}`),
    ).toEqual({
      id: -1500,
      text: String.raw`a "1" \ `.trim(),
      any: [1, 2.5],
    });
  });

  it("leaves out what the schema no longer has, and gives null for what it has gained", () => {
    expect(read('{"id":1,"gone":[1]}')).toEqual({ id: 1, text: null, any: null });
  });

  it("refuses a number that would come back rounded", () => {
    expect(() => read('{"id":12345678901234567891}')).toThrow('"id" is 12345678901234567891, which has more digits');
  });
});
