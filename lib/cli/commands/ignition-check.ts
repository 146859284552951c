import { READING, readArguments, type IgnitionCommand } from "../ignition/command";
import type { Io } from "../ignition/io";
import { digestOf, hasErrors, load, type Loaded } from "../ignition/load";
import { reportProblems, tally } from "../ignition/report";
import { byteCount, styleOf } from "../ignition/style";

const USAGE = `slipway ignition check FILE…

  Says what is wrong with Ignition configs (JSON) and Butane documents (YAML); - is standard input.
      --json            for each file one line of JSON: file, version, bytes, sha512 and problems
      --strict          warnings count as errors
      --files-dir DIR   where Butane's local files are

  Version, bytes and sha512 are those of the config that Ignition is given: of the file itself, or, of a Butane
  document, of what it is turned into.

  Exit status: 0 all is well, 1 there are errors, 2 a file cannot be read or the command was called wrongly.
`;

/** `slipway ignition check`. */
export const check: IgnitionCommand = {
  name: "check",
  summary: ["check FILE…", "say what is wrong with Ignition configs and Butane documents"],
  usage: USAGE,
  async run(args, io) {
    const options = { ...READING, json: { type: "boolean" }, strict: { type: "boolean" } } as const;
    const { values, files } = readArguments(this, args, options, { least: 1, most: Infinity });
    let status = 0;
    for (const file of files) {
      const loaded = await load(file, io, values["files-dir"]);
      if (values.json === true) writeJson(loaded, io);
      else writeText(loaded, io);
      const isBad = values.strict === true ? loaded.problems.length > 0 : hasErrors(loaded.problems);
      if (isBad) status = 1;
    }
    return status;
  },
};

function writeJson(loaded: Loaded, io: Io): void {
  const { name, version, bytes, problems } = loaded;
  const line = { file: name, version, bytes: bytes?.length ?? null, sha512: digestOf(loaded), problems };
  io.out.write(`${JSON.stringify(line)}\n`);
}

function writeText(loaded: Loaded, io: Io): void {
  const style = styleOf(io);
  const { name, version, bytes, problems } = loaded;
  reportProblems(problems, io.out, style);
  const paint = hasErrors(problems) ? style.red : problems.length > 0 ? style.yellow : style.green;
  const facts = [version === null ? [] : [`Ignition ${version}`], bytes === undefined ? [] : [byteCount(bytes.length)]];
  io.out.write(`${style.bold(name)}: ${[paint(tally(problems)), ...facts.flat()].join("; ")}\n`);
  if (!hasErrors(problems)) io.out.write(`  sha512-${digestOf(loaded) ?? ""}\n`);
}
