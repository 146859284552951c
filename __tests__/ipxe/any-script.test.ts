import fc from "fast-check";
import { renderScript } from "../../lib/ipxe/render";
import { validateScript } from "../../lib/ipxe/validate";
import { fuzzCases } from "../fuzz";
import { mutatedScript, soundScript } from "./arbitrary";
import { everyCommand } from "./fixtures";
import { readLines } from "./reader";
import { rebuildScript } from "./rebuild";

const numRuns = fuzzCases();

/** What is run, whatever its words are: how many settings are put in, and which commands stand where. */
function shape(script: string): unknown {
  const lines = readLines(script).map(({ label, parts }) => [
    label === undefined,
    ...parts.map(({ after, words }) => `${after} ${words[0] ?? ""}`),
  ]);
  return { lines, settings: script.split("${").length };
}

describe("any script", () => {
  it("is the same after it was rendered, taken apart as iPXE does and rendered again", () => {
    fc.assert(
      fc.property(soundScript, (script) => {
        const text = renderScript(script);

        expect(rendered(rebuildScript(text))).toBe(text);
      }),
      { numRuns, examples: [[everyCommand]] },
    );
  });

  it("has the same commands whatever text stands in one of its places, or refuses the text", () => {
    let taken = 0;
    fc.assert(
      fc.property(mutatedScript, ({ original, value }) => {
        if (validateScript(value).length > 0) return;
        taken += 1;

        expect(shape(renderScript(value))).toEqual(shape(renderScript(original)));
      }),
      // The worst texts are harmless at most places: it takes more cases to put each where it is not.
      { numRuns: 2 * numRuns },
    );
    expect(taken).toBeGreaterThan(numRuns / 100);
  });
});

function rendered(script: Parameters<typeof renderScript>[0]): string {
  return renderScript(script);
}
