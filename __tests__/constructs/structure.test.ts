import { Lazy, TerraformLocal, TerraformOutput, Token, type IResolvable } from "cdktf";
import fc from "fast-check";
import { structureJson } from "../../lib/constructs/structure";
import { splitTemplate } from "../../lib/constructs/template";
import { fromLateDeep, isToken, splitTokens, Spread, toLateDeep } from "../../lib/constructs/tokens";
import { encodeLate, Late } from "../../lib/values/late";
import { anyText, HOSTILE } from "./hostile-texts";
import { synthesized } from "./synthesized";

describe("splitTokens", () => {
  it("takes text with string and number tokens apart", () => {
    const text = Token.asString({ resolve: () => "x" });
    const number = Token.asNumber({ resolve: () => 1 });

    expect(splitTokens(`a${text}b${number}c`).map((piece) => (typeof piece === "string" ? piece : "token"))).toEqual([
      "a",
      "token",
      "b",
      "token",
      "c",
    ]);
  });

  it.each(HOSTILE)("leaves %j alone", (literal) => {
    expect(splitTokens(literal)).toEqual([literal]);
    expect(isToken(literal)).toBe(false);
  });
});

describe("toLateDeep", () => {
  it("makes string, number, list and object tokens late, wherever they stand", () => {
    const resolvable: IResolvable = { creationStack: [], resolve: () => "x", toString: () => "x" };
    const [text, number, list] = [Token.asString(resolvable), Token.asNumber(resolvable), Token.asList(resolvable)];

    expect(toLateDeep({ a: [text, `x-${text}`], b: { c: number, d: list, e: resolvable }, f: 1, g: null })).toEqual({
      a: [Late.token(text), Late.token(`x-${text}`)],
      b: { c: Late.token(number), d: [Late.token(new Spread(list))], e: Late.token(resolvable) },
      f: 1,
      g: null,
    });
  });

  it("is undone by fromLateDeep, but for a list that stands among other items", () => {
    const resolvable: IResolvable = { creationStack: [], resolve: () => "x", toString: () => "x" };
    const [text, number, list] = [Token.asString(resolvable), Token.asNumber(resolvable), Token.asList(resolvable)];
    const value = { a: [text, number, { b: list }], c: Late.nonce() };
    const mixed = ["a", Late.token(new Spread(list))];

    expect(fromLateDeep(toLateDeep(value))).toEqual(value);
    expect(fromLateDeep(mixed)).toEqual(mixed);
  });
});

describe("splitTemplate", () => {
  it.each([
    ["plain", [{ literal: "plain" }]],
    ["", [{ literal: "" }]],
    ["${x.y}", [{ expression: "x.y" }]],
    ["a-${x.y}-b", [{ literal: "a-" }, { expression: "x.y" }, { literal: "-b" }]],
    ['${f({"a" = "}${g("}")}"})}z', [{ expression: 'f({"a" = "}${g("}")}"})' }, { literal: "z" }]],
    ['${"\\"}"}', [{ expression: '"\\"}"' }]],
    ["$${x}${y}", [{ literal: "${x}" }, { expression: "y" }]],
  ])("splits %j", (template, pieces) => {
    expect(splitTemplate(template)).toEqual(pieces);
  });
});

describe("structureJson", () => {
  it("writes JSON where there is no token, and no interpolation whatever the text", () => {
    fc.assert(
      fc.property(fc.dictionary(anyText, fc.array(anyText)), (data) => {
        const json = structureJson(data);

        expect(JSON.parse(json)).toEqual(data);
        expect(json).not.toMatch(/[$%]\{/);
      }),
    );
  });

  it("keeps text that is not in Unicode's normal form", () => {
    expect(structureJson("e\u0301 \u212b 🚢")).toBe('"e\\u0301 \\u212b \\ud83d\\udea2"');
  });

  it("writes an expression where there is a token", () => {
    const { output } = synthesized((stack) => {
      const local = new TerraformLocal(stack, "name", "web");
      new TerraformOutput(stack, "out", {
        value: structureJson({
          text: `a "${local.asString}" \${b}\n`,
          number: local.asNumber,
          list: local.asList,
          lazy: Lazy.stringValue({ produce: () => "x" }),
        }),
      });
    });

    expect(output).toEqual({
      out: {
        value:
          '${jsonencode({"text":"a \\"${local.name}\\" \\u0024{b}\\n","number":local.name,"list":local.name,"lazy":"x"})}',
      },
    });
  });

  it("puts a list that is not known among the items of another", () => {
    const { output } = synthesized((stack) => {
      const { asList } = new TerraformLocal(stack, "list", []);
      const others = (lists: readonly unknown[]) => encodeLate(toLateDeep(lists).flat());
      new TerraformOutput(stack, "out", {
        value: structureJson({ alone: others([asList]), among: others(["a", "b", asList, asList, "c"]), none: [] }),
      });
    });

    expect(output).toEqual({
      out: {
        value: '${jsonencode({"alone":local.list,"among":concat(["a","b"],local.list,local.list,["c"]),"none":[]})}',
      },
    });
  });
});
