import { decode } from "@msgpack/msgpack";
import fc from "fast-check";
import { equal } from "../../../lib/provider/framework/equal";
import { ExactNumber, UNKNOWN, type Value } from "../../../lib/provider/framework/values";
import { decodeValue } from "../../../lib/provider/wire/decode";
import { encodeValue } from "../../../lib/provider/wire/encode";
import { anyNumber } from "../../../lib/provider/wire/shape";
import { decodeStateJson } from "../../../lib/provider/wire/state-json";
import type { WireType } from "../../../lib/provider/wire/type";
import { typeFromJson, typeToJson } from "../../../lib/provider/wire/type-json";
import { double, text, typed, types, valueOf } from "./random-value";

describe("a value of any type", () => {
  it("comes back as it was from msgpack", () => {
    fc.assert(
      fc.property(typed({ exact: true }), ([type, value]) => {
        expect(equal(decodeValue(type, encodeValue(type, value), anyNumber), value)).toBe(true);
      }),
    );
  });

  it("comes back as it was when its type comes with it", () => {
    const anything = fc.oneof(
      text,
      double,
      fc.boolean(),
      fc.array(double),
      valueOf({ map: "string" }, { known: true }).filter((value) => value !== null),
    );

    fc.assert(
      fc.property(anything, (value) => {
        expect(equal(decodeValue("dynamic", encodeValue("dynamic", value)), value)).toBe(true);
      }),
    );
  });

  it("comes back as it was from the state's JSON", () => {
    fc.assert(
      fc.property(typed({ known: true }), ([type, value]) => {
        expect(equal(decodeStateJson(type, Buffer.from(JSON.stringify(value))), value)).toBe(true);
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

  it("writes text normalised, as OpenTofu compares it", () => {
    expect(decode(encodeValue({ map: "string" }, { "e\u0301": "e\u0301" }))).toEqual({ "\u00E9": "\u00E9" });
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
  it("takes any text for a key", () => {
    const map = decodeValue({ map: "string" }, Buffer.from("81a95f5f70726f746f5f5fa178", "hex"));

    expect(Object.entries(map as object)).toEqual([["__proto__", "x"]]);
  });

  it("gives a value that is open back with the type that it came with", () => {
    const sent = Buffer.from("92c4115b226c697374222c22737472696e67225d91a161", "hex");

    expect(Buffer.from(encodeValue("dynamic", decodeValue("dynamic", sent))).toString("hex")).toBe(
      sent.toString("hex"),
    );
  });

  it.each([
    ["that end too early", "92c0", "The bytes end in the middle of a value"],
    ["that go on", "c0c0", "Extra 1 bytes after the value"],
    ["that mean nothing", "c1", "There is no MessagePack value that begins so"],
  ])("refuses bytes %s", (_name, hex, message) => {
    expect(() => decodeValue("string", Buffer.from(hex, "hex"))).toThrow(message);
  });

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

  it("keeps every digit of a number whose type is open", () => {
    const { any } = read('{"any":{"type":"number","value":12345678901234567891}}') as { any: Value };

    expect(any).toEqual(new ExactNumber("12345678901234567891"));
    expect(decode(encodeValue("dynamic", any))).toEqual([expect.anything(), "12345678901234567891"]);
  });

  it("refuses a number that would come back rounded", () => {
    expect(() => read('{"id":12345678901234567891}')).toThrow('"id" is 12345678901234567891, which has more digits');
  });
});
