import { READING, readArguments, type IgnitionCommand } from "../ignition/command";
import { load } from "../ignition/load";
import { reportProblems, tally } from "../ignition/report";
import { styleOf } from "../ignition/style";
import { writeResult } from "../ignition/write-result";
import { UsageError } from "../usage-error";

const USAGE = `slipway ignition from-butane FILE

  Turns a Butane document (variant fcos, 1.5.0 to 1.7.0) into an Ignition config; - is standard input. What is wrong
  goes to standard error.
      --files-dir DIR   where the document's local files are
  -o, --output OUT      the file to write (standard output)
      --pretty          indented, for reading
      --strict          warnings count as errors

  Exit status: 0 written, 1 the document has errors, 2 a file cannot be read or written, or the command was called wrongly.
`;

/** `slipway ignition from-butane`. */
export const fromButane: IgnitionCommand = {
  name: "from-butane",
  summary: ["from-butane FILE", "turn a Butane document into an Ignition config"],
  usage: USAGE,
  async run(args, io) {
    const options = {
      ...READING,
      output: { type: "string", short: "o" },
      pretty: { type: "boolean", short: "p" },
      strict: { type: "boolean", short: "s" },
    } as const;
    const { values, files } = readArguments(this, args, options, { least: 1, most: 1 });
    const { name, language, bytes, problems } = await load(files[0] ?? "-", io, values["files-dir"]);
    if (language !== "butane") throw new UsageError(`${name}: this is no Butane document: it names no variant`);
    reportProblems(problems, io.err, styleOf({ isColored: false }));
    if (bytes === undefined || (values.strict === true && problems.length > 0)) {
      io.err.write(`${name}: ${tally(problems)}; nothing is written\n`);
      return 1;
    }
    const json = bytes.toString("utf8");
    const text = values.pretty === true ? `${JSON.stringify(JSON.parse(json), null, 2)}\n` : json;
    writeResult(Buffer.from(text), values.output, io);
    return 0;
  },
};
