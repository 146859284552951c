import { check } from "../../values/check";
import { ignitionConfig } from "../../ignition/schema";
import { READING, readArguments, type IgnitionCommand } from "../ignition/command";
import type { Io } from "../ignition/io";
import { digestOf, load, rendered, type Loaded } from "../ignition/load";
import { keepUnverified } from "../ignition/keep-unverified";
import { reportProblems, tally } from "../ignition/report";
import { drawSections, sectionsOf } from "../ignition/show/picture";
import { byteCount, styleOf } from "../ignition/style";

const USAGE = `slipway ignition show FILE

  Shows what an Ignition config or a Butane document makes of a machine; - is standard input. Contents of files, keys
  and passwords are not shown.
      --json            as one JSON object
      --files-dir DIR   where Butane's local files are

  Exit status: 0 shown, 1 it cannot be read as a config, 2 the file cannot be read or the command was called wrongly.
`;

/** `slipway ignition show`. */
export const show: IgnitionCommand = {
  name: "show",
  summary: ["show FILE", "show what a config makes of a machine"],
  usage: USAGE,
  async run(args, io) {
    const { values, files } = readArguments(this, args, { ...READING, json: { type: "boolean" } } as const, {
      least: 1,
      most: 1,
    });
    const loaded = await load(files[0] ?? "-", io, values["files-dir"]);
    // What is of a wrong type can be no part of a picture.
    const isDrawable = !loaded.isBroken && check(ignitionConfig, loaded.config, "ignition").every(isHarmless);
    if (!isDrawable) {
      reportProblems(loaded.problems, io.err, styleOf({ isColored: false }));
      io.err.write(`${loaded.name}: ${tally(loaded.problems)}; there is nothing to show\n`);
      return 1;
    }
    if (values.json === true) writeJson(loaded, io);
    else writeText(loaded, io);
    return 0;
  },
};

const isHarmless = ({ code }: { readonly code: string }): boolean =>
  !["ignition/invalid-type", "ignition/invalid-union", "ignition/unrecognized-keys"].includes(code);

function writeJson(loaded: Loaded, io: Io): void {
  const { name, version, bytes } = loaded;
  const sections = sectionsOf(loaded.config).map(({ key, data }) => [key, data] as const);
  const head = { file: name, version, bytes: bytes?.length ?? null, sha512: digestOf(loaded) };
  io.out.write(`${JSON.stringify({ ...head, ...Object.fromEntries(sections) })}\n`);
}

function writeText(loaded: Loaded, io: Io): void {
  const style = styleOf(io);
  const { name, version, bytes, problems, language } = loaded;
  const shortest = rendered(keepUnverified(loaded))?.length;
  const isShortest = bytes === undefined || shortest === undefined || bytes.length <= shortest;
  io.out.write(
    `${style.bold(name)}: Ignition ${version ?? "of an unknown version"}${bytes === undefined ? "" : `, ${byteCount(bytes.length)}`}` +
      `${language === "butane" ? " made of a Butane document" : isShortest ? "" : ` (its shortest form: ${byteCount(shortest)})`}\n`,
  );
  const digest = digestOf(loaded);
  if (digest !== null) io.out.write(style.dim(`  sha512-${digest}`) + "\n");
  io.out.write(drawSections(sectionsOf(loaded.config), style));
  if (problems.length > 0) io.out.write(`\n${style.yellow(tally(problems))}: slipway ignition check ${name}\n`);
}
