import fc from "fast-check";
import { CODES } from "../../lib/ignition/codes";
import { renderIgnition } from "../../lib/ignition/render";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { validateIgnition } from "../../lib/ignition/validate";
import type { Code } from "../../lib/values/code";
import { fuzzCases } from "../fuzz";
import { ignitionConfigs } from "../ignition/arbitrary";
import { mutated, type Json } from "../ignition/mutate";
import { findReporter, verdictsOn, type IgnitionVerdict } from "./judges/ignition-report";

// Built while the tests are collected, since what is skipped is decided then.
const reporter = findReporter();

/** So many configs are judged in one run of the program. */
const BATCH = 500;

jest.setTimeout(600_000);

const written = ignitionConfigs.map((config) => JSON.parse(renderIgnition(config)) as Json);

const STRICTER: ReadonlySet<string> = new Set(
  Object.entries<Code>(CODES).flatMap(([code, { stricter }]) => (stricter === undefined ? [] : [code])),
);

(reporter === undefined ? describe.skip : describe)("the verdicts of Ignition and ours", () => {
  it("agree on every sound config", () => {
    const texts = fc.sample(ignitionConfigs, fuzzCases()).map(renderIgnition);

    expect(refusedOf(judgedInBatches(texts))).toEqual([]);
  });

  it("agree on changed configs that ours refuses, or the docs say why it is stricter", () => {
    const refused = fc
      .sample(mutated(written), fuzzCases())
      .map((config) => ({ config, codes: errorCodesOf(config) }))
      .filter(({ codes }) => codes.length > 0);
    const verdicts = judgedInBatches(refused.map(({ config }) => JSON.stringify(config)));

    expect(refused.length).toBeGreaterThan(0);
    const unexplained = refused
      .filter((_, index) => verdicts[index]?.verdict.accepted === true)
      .filter(({ codes }) => !codes.every(isStricter));
    expect(unexplained).toEqual([]);
  });

  it("agree on what is rendered of changed configs that ours has nothing against", () => {
    const sound = fc.sample(mutated(written), fuzzCases()).filter((config) => errorCodesOf(config).length === 0);

    expect(sound.length).toBeGreaterThan(0);
    expect(refusedOf(judgedInBatches(sound.map((config) => renderIgnition(config as IgnitionConfig))))).toEqual([]);
  });
});

function errorCodesOf(config: Json): readonly string[] {
  const problems = validateIgnition(config as IgnitionConfig);
  return problems.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

/** A wrong shape has a code of its own kind each, of which the catalogue knows the whole. */
function isStricter(code: string): boolean {
  return STRICTER.has(code) || (!Object.hasOwn(CODES, code) && STRICTER.has("ignition/*"));
}

function refusedOf(judged: readonly Judged[]): readonly Judged[] {
  return judged.filter(({ verdict }) => !verdict.accepted);
}

interface Judged {
  readonly text: string;
  readonly verdict: IgnitionVerdict;
}

function judgedInBatches(texts: readonly string[]): readonly Judged[] {
  const batches = Array.from({ length: Math.ceil(texts.length / BATCH) }, (_, index) =>
    texts.slice(index * BATCH, (index + 1) * BATCH),
  );
  return batches.flatMap((batch) =>
    verdictsOn(reporter ?? "", batch).map((verdict, index) => ({ text: batch[index] ?? "", verdict })),
  );
}
