import { READING, readArguments, type IgnitionCommand } from "../ignition/command";
import { compare, type Difference } from "../ignition/diff/compare";
import { itemsOf } from "../ignition/diff/items";
import { hunks, writeDifferences } from "../ignition/diff/write";
import type { Io } from "../ignition/io";
import { keepUnverified } from "../ignition/keep-unverified";
import { load, rendered } from "../ignition/load";
import { reportProblems, tally } from "../ignition/report";
import { styleOf } from "../ignition/style";

const USAGE = `slipway ignition diff A B

  Says how two configs differ in what they mean, not in how they are written; - is standard input. Each may be Ignition
  or Butane. Texts are compared line by line. Password hashes, keys, files that only their owner may read, and what
  looks like a secret are only said to differ.
      --json            as one JSON object
      --no-contents     of texts only how many lines differ
      --files-dir DIR   where Butane's local files are

  Exit status: 0 they mean the same, 1 they differ, 2 one of them has errors or cannot be read, or the command was called
  wrongly.
`;

/** `slipway ignition diff`. */
export const diff: IgnitionCommand = {
  name: "diff",
  summary: ["diff A B", "say how two configs differ in what they mean"],
  usage: USAGE,
  async run(args, io) {
    const options = { ...READING, json: { type: "boolean" }, "no-contents": { type: "boolean" } } as const;
    const { values, files } = readArguments(this, args, options, { least: 2, most: 2 });
    const configs: string[] = [];
    for (const file of files) {
      const config = await shortest(file, io, values["files-dir"]);
      if (config === undefined) return 2;
      configs.push(config);
    }
    const [before = "", after = ""] = configs;
    const differences = compare(itemsOf(before), itemsOf(after));
    const withContents = values["no-contents"] !== true;
    if (values.json === true) io.out.write(`${JSON.stringify(asJson(differences, withContents))}\n`);
    else io.out.write(writeDifferences(differences, styleOf(io), withContents));
    return differences.length === 0 ? 0 : 1;
  },
};

/** What a file means, in Slipway's own form; undefined if it has errors, which are reported. */
async function shortest(file: string, io: Io, filesDirectory: string | undefined): Promise<string | undefined> {
  const loaded = keepUnverified(await load(file, io, filesDirectory));
  const config = rendered(loaded);
  if (config !== undefined) return config.toString("utf8");
  reportProblems(loaded.problems, io.err, styleOf({ isColored: false }));
  io.err.write(`${loaded.name}: ${tally(loaded.problems)}; there is nothing to compare\n`);
  return undefined;
}

function asJson(differences: readonly Difference[], withContents: boolean): object {
  return {
    same: differences.length === 0,
    differences: differences.map((difference) => ({
      ...difference,
      fields: difference.fields.map(({ runs, ...field }) =>
        runs === undefined ? field : withContents ? { ...field, diff: hunks(runs) } : { ...field, lines: true },
      ),
    })),
  };
}
