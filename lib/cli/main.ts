import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ConfigError } from "../values/config-error";
import { ignition } from "./commands/ignition";
import { labDown } from "./commands/lab-down";
import { labServe } from "./commands/lab-serve";
import { labUp } from "./commands/lab-up";
import { FEDORA_STREAMS, update } from "./commands/update";
import { processIo } from "./ignition/io";
import { installStop, isStopping, stopAll } from "./stop";
import { USAGE } from "./usage";
import { UsageError } from "./usage-error";

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === "ignition") return ignition(args.slice(1), processIo());
  const { values, positionals } = readArguments(args);
  const command = positionals.join(" ");
  const directory = resolve(values.directory ?? ".slipway/lab");
  if (values.help || command === "" || command === "help") return say(USAGE);
  switch (command) {
    case "lab up": {
      const cacheDirectory = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "slipway");
      return labUp({
        directory,
        project: process.cwd(),
        entry: __filename,
        cacheDirectory,
        tofu: process.env["TOFU"] ?? "tofu",
        demo: values.demo,
        keep: values.keep,
        json: values.json,
        guests: wholeNumber("--guests", values.guests, 1, 50),
        driver: oneOf("--provider", values.provider, ["native", "bpg"]),
      });
    }
    case "lab down":
      return say((await labDown(directory)) ? "The lab is down.\n" : "No lab was up.\n");
    case "lab serve":
      await labServe({
        directory,
        stageDelayMs: wholeNumber("--stage-delay", values["stage-delay"], 0, 60_000),
      });
      return new Promise(() => undefined);
    case "update": {
      const { stream, architecture, streams, lock } = values;
      const release = await update({ stream, architecture, streams, lockFile: resolve(lock) });
      return say(`${lock}: Fedora CoreOS ${release.stream} ${release.release} ${release.architecture}\n`);
    }
    default:
      throw new UsageError(`there is no command "${command}"\n\n${USAGE}`);
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        json: { type: "boolean", default: false },
        demo: { type: "boolean", default: false },
        keep: { type: "boolean", default: false },
        guests: { type: "string", default: "2" },
        provider: { type: "string", default: "native" },
        directory: { type: "string" },
        "stage-delay": { type: "string", default: "150" },
        stream: { type: "string", default: "stable" },
        architecture: { type: "string", default: "x86_64" },
        streams: { type: "string", default: FEDORA_STREAMS },
        lock: { type: "string", default: "slipway.lock.json" },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`${option} is "${text}"; it has to be a whole number from ${least} to ${most}`);
}

function oneOf<T extends string>(option: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`${option} is "${text}"; it has to be ${allowed.join(" or ")}`);
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function explain(error: unknown): number {
  const expected = error instanceof UsageError || error instanceof ConfigError;
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  return expected ? 2 : 1;
}

if (process.argv[2] !== "lab" || process.argv[3] !== "serve") installStop();
void main(process.argv.slice(2))
  // What fails while the command is being stopped fails because of that; whoever stops it ends the process too.
  .catch((error: unknown) => (isStopping() ? new Promise<never>(() => undefined) : explain(error)))
  .then(async (status) => {
    await stopAll();
    process.exit(status);
  });
