import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { CODES as BUTANE_CODES } from "../../lib/butane/codes";
import { fromButane } from "../../lib/butane/from-butane";
import { localFiles } from "../../lib/butane/local-files";
import { CODES as IGNITION_CODES } from "../../lib/ignition/codes";
import { renderIgnition } from "../../lib/ignition/render";
import { validateIgnition } from "../../lib/ignition/validate";
import type { Code } from "../../lib/values/code";
import { arbitraryDocument } from "../butane/arbitrary";
import type { Tree } from "../butane/example";
import { examples } from "../butane/examples";
import { mutatedExample } from "../butane/mutated";
import { normalised } from "../butane/normalised";
import { spellings } from "../butane/spellings";
import { writeTree } from "../butane/write-tree";
import { fuzzCases } from "../fuzz";
import { byHand, judge, withFolder } from "./judges/judge";

// No package registry has it, so it is put there by hand; elsewhere these tests are skipped.
const butane = byHand("butane", "0.29.0");
const judged = butane === undefined ? it.skip : it;

jest.setTimeout(600_000);

const CODES = new Map<string, Code>(Object.entries({ ...BUTANE_CODES, ...IGNITION_CODES }));

/** What both make of a document: a config in a form that can be compared, or undefined if it is refused. */
interface Outcome {
  readonly theirs: unknown;
  readonly ours: unknown;

  /** Codes of our errors for which the catalogue gives no reason to be stricter than the real program. */
  readonly unexplained: readonly string[];

  readonly warnings: string;
}

function outcome(yaml: string, files: Tree): Outcome {
  return withFolder((folder) => {
    writeTree(folder, files);
    writeFileSync(join(folder, "document.bu"), yaml);
    const { status, stdout, stderr } = judge(butane ?? "", ["--files-dir", folder, join(folder, "document.bu")]);
    const { config, problems } = fromButane(yaml, localFiles(folder));
    const errors = [...problems, ...validateIgnition(config)].filter(({ severity }) => severity === "error");
    return {
      theirs: status === 0 ? normalised(JSON.parse(stdout)) : undefined,
      ours: errors.length === 0 ? normalised(JSON.parse(renderIgnition(config))) : undefined,
      unexplained: errors.map(({ code }) => code).filter((code) => CODES.get(code)?.stricter === undefined),
      warnings: stderr,
    };
  });
}

describe("Butane", () => {
  describe("given the examples", () => {
    judged.each(examples)("gives the same config for $name", ({ yaml, files = {}, warned = false }) => {
      const { ours, theirs, warnings } = outcome(yaml, files);

      expect(ours).toBeDefined();
      expect(ours).toEqual(theirs);
      if (!warned) expect(warnings).toBe("");
    });
  });

  describe("given a number or flag in some spelling", () => {
    judged.each(spellings)("reads $key: $value as we do", ({ key, value }) => {
      const { ours, theirs, unexplained } = outcome(
        `variant: fcos\nversion: 1.7.0\nstorage:\n  files:\n    - path: /etc/x\n      contents: {inline: x}\n      ${key}: ${value}\n`,
        {},
      );

      if (ours === undefined && unexplained.length === 0) return;
      expect(ours).toEqual(theirs);
    });
  });

  describe("given a text with mistakes", () => {
    judged("refuses what we refuse, if we do not say why we are stricter", () => {
      fc.assert(
        fc.property(mutatedExample, ({ yaml, files }) => {
          const { ours, theirs, unexplained } = outcome(yaml, files);
          if (ours !== undefined || unexplained.length > 0) expect(ours).toEqual(theirs);
        }),
        { numRuns: fuzzCases(50) },
      );
    });
  });

  describe("given any document", () => {
    judged("gives the same config as we do, or refuses it as we do", () => {
      let same = 0;

      fc.assert(
        fc.property(arbitraryDocument, ({ yaml, files }) => {
          const { ours, theirs, unexplained } = outcome(yaml, files);
          if (ours !== undefined) same += 1;
          if (ours !== undefined || unexplained.length > 0) expect(ours).toEqual(theirs);
        }),
        { numRuns: fuzzCases(50) },
      );

      expect(same).toBeGreaterThan(10);
    });
  });
});
