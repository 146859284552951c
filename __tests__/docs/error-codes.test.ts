import { SECTIONS, errorsPage } from "../../lib/docs/errors-page";
import type { Code } from "../../lib/values/code";
import { pageAt } from "./pages";
import { problemCodes } from "./problem-codes";

const found = problemCodes();
const entries = SECTIONS.flatMap(({ codes }) => Object.entries<Code>(codes));
const catalogue = new Map(entries);

describe("the catalogues of codes", () => {
  it("hold each code that the sources name, and no other", () => {
    expect(found.size).toBeGreaterThan(150);
    expect([...catalogue.keys()].sort()).toEqual([...found.keys()].sort());
  });

  it("hold none twice", () => {
    const codes = entries.map(([code]) => code);

    expect(codes.filter((code, index) => codes.indexOf(code) < index)).toEqual([]);
  });

  it("tell errors and warnings apart as the sources do", () => {
    const derived = [...found].filter(([, { severities }]) => severities.size > 0);
    const wrong = derived.filter(([code, { severities }]) => severityOf(severities) !== catalogue.get(code)?.warning);

    expect(derived.length).toBeGreaterThan(100);
    expect(wrong.map(([code, { severities }]) => [code, ...severities])).toEqual([]);
  });

  it("say all on one line and without a full stop", () => {
    const texts = entries.flatMap(([code, { meaning, fix, stricter = "-" }]) =>
      [meaning, fix, stricter].map((text) => ({ code, text })),
    );

    expect(texts.filter(({ text }) => text === "" || /\n|\.$/.test(text))).toEqual([]);
  });
});

describe("docs/reference/errors.md", () => {
  it("says what the catalogues say (else: npm run docs)", () => {
    expect(pageAt("docs/reference/errors.md").text).toBe(errorsPage());
  });

  it("has tables of their own for errors and warnings, and the reasons for strictness", () => {
    const page = errorsPage([
      {
        title: "Food",
        introduction: "What is eaten.",
        codes: {
          "food/cold": { meaning: "it is cold", fix: "warm it", warning: true },
          "food/none": { meaning: "there is none", fix: "cook", stricter: "the guest would not complain" },
        },
      },
    ]);

    expect(page.slice(page.indexOf("## Food"))).toBe(
      [
        "## Food",
        "",
        "What is eaten.",
        "",
        "Errors:",
        "",
        "| code        | meaning       | fix  |",
        "| ----------- | ------------- | ---- |",
        "| `food/none` | there is none | cook |",
        "",
        "Warnings:",
        "",
        "| code        | meaning    | fix     |",
        "| ----------- | ---------- | ------- |",
        "| `food/cold` | it is cold | warm it |",
        "",
        "### Food: stricter than the real program",
        "",
        "The program that reads the document would take these; Slipway does not.",
        "",
        "- `food/none`: the guest would not complain",
        "",
      ].join("\n"),
    );
  });
});

function severityOf(severities: ReadonlySet<string>): Code["warning"] {
  if (!severities.has("warning")) return undefined;
  return severities.has("error") ? "sometimes" : true;
}
