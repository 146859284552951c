import fc from "fast-check";
import { fromButane } from "../../lib/butane/from-butane";
import { validateIgnition } from "../../lib/ignition/validate";
import { anyCharacter } from "../any-character";
import { fuzzCases } from "../fuzz";
import { arbitraryDocument } from "./arbitrary";
import { memoryFiles } from "./memory-files";
import { mutatedExample } from "./mutated";

const anyText = fc
  .string({ unit: anyCharacter, maxLength: 200 })
  .map((text) => ({ yaml: `variant: fcos\nversion: 1.7.0\n${text}`, files: {} }));

describe("fromButane", () => {
  it("answers any text, and says of each problem where it stands", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, mutatedExample, arbitraryDocument), ({ yaml, files }) => {
        const { config, problems, locate } = fromButane(yaml, memoryFiles(files));
        const places = [...problems, ...validateIgnition(config).map(locate)].map(({ got }) => got ?? "");

        expect(places.filter((place) => !/^line \d+, column \d+(: |$)/.test(place))).toEqual([]);
      }),
      { numRuns: fuzzCases(200) },
    );
  });
});
