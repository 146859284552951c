import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "../usage-error";
import type { Io } from "./io";

/** A command below `slipway ignition`. */
export interface IgnitionCommand {
  readonly name: string;

  /** For the list of commands: how it is called, and what for. */
  readonly summary: readonly [call: string, what: string];

  /** What `--help` prints. */
  readonly usage: string;

  /** @returns the exit status */
  run(args: readonly string[], io: Io): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command was called with. */
export interface Given<O extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>["values"];

  /** As many as the command takes. */
  readonly files: readonly string[];
}

/** The options that name what a config is read with. */
export const READING = { "files-dir": { type: "string" } } as const satisfies Options;

/**
 * Reads the arguments of a command.
 *
 * @param count how many files the command takes
 * @throws UsageError if there is anything else in them
 */
export function readArguments<O extends Options>(
  { name, usage }: Pick<IgnitionCommand, "name" | "usage">,
  args: readonly string[],
  options: O,
  count: { readonly least: number; readonly most: number },
): Given<O> {
  const wrong = (what: string): UsageError => new UsageError(`slipway ignition ${name}: ${what}\n\n${usage.trimEnd()}`);
  const { values, positionals } = parsed(args, options, wrong);
  if (positionals.length < count.least)
    throw wrong(positionals.length === 0 ? "no file is named" : "a file is missing");
  if (positionals.length > count.most) throw wrong(`"${positionals[count.most]}" is one file too many`);
  if (positionals.filter((file) => file === "-").length > 1) throw wrong("standard input can be read only once");
  return { values, files: positionals };
}

function parsed<O extends Options>(args: readonly string[], options: O, wrong: (what: string) => UsageError) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    // Node adds advice about `--` to some messages, over several sentences.
    const [what = ""] = (error as Error).message.split(". ");
    throw wrong(what);
  }
}
