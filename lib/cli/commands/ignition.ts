import type { IgnitionCommand } from "../ignition/command";
import type { Io } from "../ignition/io";
import { UsageError } from "../usage-error";
import { check } from "./ignition-check";
import { diff } from "./ignition-diff";
import { fromButane } from "./ignition-from-butane";
import { minify } from "./ignition-minify";
import { show } from "./ignition-show";

/** All of them, in the order in which they are listed. */
export const IGNITION_COMMANDS: readonly IgnitionCommand[] = [check, show, diff, minify, fromButane];

const WIDTH = Math.max(...IGNITION_COMMANDS.map(({ summary: [call] }) => call.length));

const USAGE = `slipway ignition <command>

${IGNITION_COMMANDS.map(({ summary: [call, what] }) => `  ${call.padEnd(WIDTH)}  ${what}`).join("\n")}

  slipway ignition <command> --help says what each of them takes.
`;

/**
 * The commands below `slipway ignition`.
 *
 * @returns the exit status
 * @throws UsageError if it was called wrongly
 */
export async function ignition(args: readonly string[], io: Io): Promise<number> {
  const [name = "", ...rest] = args;
  const wantsHelp = (all: readonly string[]): boolean => all.some((arg) => arg === "--help" || arg === "-h");
  if (["", "help", "--help", "-h"].includes(name)) {
    io.out.write(USAGE);
    return 0;
  }
  const command = IGNITION_COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new UsageError(`there is no command "ignition ${name}"\n\n${USAGE.trimEnd()}`);
  if (!wantsHelp(rest)) return command.run(rest, io);
  io.out.write(command.usage);
  return 0;
}
