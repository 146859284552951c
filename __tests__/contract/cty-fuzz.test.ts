import { join } from "node:path";
import fc from "fast-check";
import type { Value } from "../../lib/provider/framework/values";
import { decodeValue } from "../../lib/provider/wire/decode";
import { encodeValue } from "../../lib/provider/wire/encode";
import { anyNumber } from "../../lib/provider/wire/shape";
import type { WireType } from "../../lib/provider/wire/type";
import { typeFromJson, typeToJson } from "../../lib/provider/wire/type-json";
import { fuzzCases } from "../fuzz";
import { same, typed } from "../provider/wire/random-value";
import { fromGoSource, judge } from "./judges/judge";

/** The library by which OpenTofu and Terraform read and write values. */
const cty = fromGoSource("cty", [join(__dirname, "judges/cty/main.go")], { "github.com/zclconf/go-cty": "1.18.0" });

const CASES = fuzzCases(2000);

/** As many as go through a pipe at once. */
const BATCH = 5000;

jest.setTimeout(600_000);

interface Line {
  readonly type?: unknown;
  readonly value?: string;
  readonly same?: boolean;
  readonly refused?: string;
}

(cty === undefined ? describe.skip : describe)(
  "values on the wire, judged by the library that OpenTofu has for them",
  () => {
    it("are read as what we have written, and written as what we read", () => {
      const wrong = batches().flatMap((count) => {
        const values = fc.sample(typed({ exact: true }), count);
        const sent = values.map(([type, value]) => ({
          type: typeToJson(type),
          value: base64(encodeValue(type, value)),
        }));
        const answers = ask("again", sent);
        return values.filter(([type, value], index) => !comesBack(type, value, answers[index]));
      });

      expect(wrong).toEqual([]);
    });

    it("come back to it as it has made them, refinements aside", () => {
      const seed = fc.sample(fc.integer({ min: 0 }), 1)[0] ?? 0;
      const wrong = batches().flatMap((count, index) => {
        const made = ask("make", [], String(count), String(seed + index));
        const sent = made.map(({ type, value = "" }) => {
          const own = typeFromJson(type);
          return {
            type,
            value,
            other: base64(encodeValue(own, decodeValue(own, Buffer.from(value, "base64"), anyNumber))),
          };
        });
        const answers = ask("compare", sent);
        return sent
          .filter((_, at) => answers[at]?.same !== true)
          .map((each) => ({ ...each, seed, answer: answers[sent.indexOf(each)] }));
      });

      expect(wrong).toEqual([]);
    });
  },
);

function comesBack(type: WireType, value: Value, answer: Line | undefined): boolean {
  if (answer?.value === undefined) return false;
  return same(type, decodeValue(type, Buffer.from(answer.value, "base64"), anyNumber), value);
}

function ask(what: string, lines: readonly object[], ...args: readonly string[]): readonly Line[] {
  const input = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const { status, stdout, stderr } = judge(cty ?? "", [what, ...args], {}, input);
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

const batches = (): readonly number[] =>
  Array.from({ length: Math.ceil(CASES / BATCH) }, (_, index) => Math.min(BATCH, CASES - index * BATCH));

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
