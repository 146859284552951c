import { App, Lazy, TerraformLocal, TerraformOutput, TerraformStack, Token, type IResolvable } from "cdktf";
import fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attributeText, structureJson } from "../../lib/constructs/structure";
import { splitTemplate } from "../../lib/constructs/template";
import { fromLateDeep, isToken, splitTokens, Spread, toLateDeep } from "../../lib/constructs/tokens";
import { encodeLate, Late } from "../../lib/values/late";
import { anyCharacter } from "../any-character";
import { outputsOf, tofu } from "./tofu";

const HOSTILE = [
  "${x.y}",
  "$${x.y}",
  "$$${x.y}",
  "%{ if true }x%{ endif }",
  "%%{",
  "${",
  "$",
  "%",
  '"',
  "\\",
  "\\${a}",
  '\\"',
  "\\n",
  "a\nb\r\n\tc",
  "\b\f\u0000\u001b\u007f",
  "${TfToken[TOKEN.999999]}",
  "#{TfToken[TOKEN.999999]}",
  "&{TfToken[TOKEN.999999]}",
  "-1.888154589709e+289",
  "1e5 -3e+7",
  "<&>",
  "ünï — 🚢",
  "\u2028\u2029",
  "String Map Token Value",
  "",
];

const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: anyCharacter }),
  fc
    .array(fc.constantFrom("$", "%", "{", "}", '"', "\\", "\n", "a", "TfToken["), { maxLength: 12 })
    .map((parts) => parts.join("")),
);

/** Synthesizes a stack into a folder that is gone afterwards, and answers its `cdk.tf.json`. */
function synthesized(build: (stack: TerraformStack) => void): Record<string, unknown> {
  const outdir = mkdtempSync(join(tmpdir(), "slipway-synth-"));
  try {
    const stack = new TerraformStack(new App({ outdir }), "stack");
    build(stack);
    stack.prepareStack();
    const { output, locals } = stack.toTerraform() as Record<string, unknown>;
    return { output, locals };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

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
      fc.property(fc.dictionary(text, fc.array(text)), (data) => {
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

  (tofu === undefined ? it.skip : it)("means to OpenTofu what was written, however hostile", () => {
    const samples = [...HOSTILE, ...fc.sample(text, { numRuns: 200, seed: 7 })];
    const late = (): ReturnType<typeof synthesized> =>
      synthesized((stack) => {
        const local = new TerraformLocal(stack, "name", attributeText('"late" ${text}\n'));
        new TerraformOutput(stack, "literal", { value: structureJson(samples) });
        new TerraformOutput(stack, "late", {
          value: structureJson({
            texts: samples,
            around: samples.map((sample) => `${sample}${local.asString}${sample}`),
          }),
        });
        samples.forEach(
          (sample, index) => new TerraformOutput(stack, `attribute-${index}`, { value: attributeText(sample) }),
        );
        samples.forEach(
          (sample, index) =>
            new TerraformOutput(stack, `mixed-${index}`, { value: attributeText(`${sample}${local.asString}`) }),
        );
      });

    const outputs = outputsOf(late());

    const normal = samples.map((sample) => sample.normalize("NFC"));
    expect(JSON.parse(String(outputs["literal"]))).toEqual(samples);
    expect(samples.map((_, index) => outputs[`attribute-${index}`])).toEqual(normal);
    expect(samples.map((_, index) => outputs[`mixed-${index}`])).toEqual(
      samples.map((sample) => `${sample}"late" \${text}\n`.normalize("NFC")),
    );
    expect(JSON.parse(String(outputs["late"]))).toEqual({
      texts: normal,
      around: samples.map((sample) => `${sample}"late" \${text}\n${sample}`.normalize("NFC")),
    });
  });
});
