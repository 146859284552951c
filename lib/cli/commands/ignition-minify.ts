import { READING, readArguments, type IgnitionCommand } from "../ignition/command";
import { hasErrors, load, rendered } from "../ignition/load";
import { keepUnverified } from "../ignition/keep-unverified";
import { reportProblems, tally } from "../ignition/report";
import { byteCount, styleOf } from "../ignition/style";
import { writeResult } from "../ignition/write-result";

const USAGE = `slipway ignition minify FILE

  Writes an Ignition config in its shortest form, which means the same; - is standard input. A Butane document is
  turned into one. What is wrong, and how many bytes it was and is, goes to standard error.
  -o, --output OUT      the file to write (standard output)
      --files-dir DIR   where Butane's local files are

  Exit status: 0 written, 1 the config has errors, 2 a file cannot be read or written, or the command was called wrongly.
`;

/** `slipway ignition minify`. */
export const minify: IgnitionCommand = {
  name: "minify",
  summary: ["minify FILE", "write a config in its shortest form"],
  usage: USAGE,
  async run(args, io) {
    const options = { ...READING, output: { type: "string", short: "o" } } as const;
    const { values, files } = readArguments(this, args, options, { least: 1, most: 1 });
    const given = await load(files[0] ?? "-", io, values["files-dir"]);
    const loaded = given.language === "ignition" ? keepUnverified(given) : given;
    const style = styleOf({ isColored: false });
    reportProblems(loaded.problems, io.err, style);
    const shortest = rendered(loaded);
    if (shortest === undefined || hasErrors(loaded.problems)) {
      io.err.write(`${loaded.name}: ${tally(loaded.problems)}; nothing is written\n`);
      return 1;
    }
    writeResult(shortest, values.output, io);
    io.err.write(`${loaded.name}: ${shrunk(given.bytes?.length ?? shortest.length, shortest.length)}\n`);
    return 0;
  },
};

/** `1,000 bytes → 750 bytes (25 % less)`. */
function shrunk(before: number, after: number): string {
  const less = Math.round(100 * (1 - after / before));
  return `${byteCount(before)} → ${byteCount(after)}${less === 0 ? "" : less > 0 ? ` (${less} % less)` : ` (${-less} % more)`}`;
}
