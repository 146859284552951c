#!/usr/bin/env node
// Sets the clone up, then runs what was asked for. Plain JavaScript without dependencies: it runs before any are there.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "./setup/console.mjs";
import { endChildren } from "./setup/process.mjs";
import { setUp } from "./setup/set-up.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const [command = "help", ...args] = process.argv.slice(2);

/** What follows set-up: `test`, `build` and `bench` are scripts of the project, all else is the `slipway` command. */
const SCRIPTS = {
  test: "lib/cli/scripts/test.mjs",
  build: "lib/cli/scripts/build.mjs",
  bench: "lib/cli/scripts/bench.mjs",
};

let child;
let stopping = false;
function stop(signal) {
  if (child !== undefined) child.kill(signal);
  else if (!stopping) void endChildren().finally(() => process.exit(128 + constants.signals[signal]));
  stopping = true;
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);

// npm puts a shell between itself and us, which does not hand a signal on: it is seen by its going.
const parent = process.ppid;
if (process.env["npm_lifecycle_event"] !== undefined)
  setInterval(() => process.ppid === parent || stopping || stop("SIGHUP"), 500).unref();

try {
  const { tofu } = await setUp(root);
  if (stopping) await new Promise(() => undefined);
  if (command === "set-up") process.exit(0);
  const env = { ...process.env, TOFU: tofu.path, TERRAFORM_BINARY_NAME: tofu.path };
  const script = SCRIPTS[command];
  const program =
    script !== undefined
      ? [join(root, script), ...args]
      : ["--import", import.meta.resolve("tsx"), join(root, "lib/cli/main.ts"), command, ...args];
  child = spawn(process.execPath, program, {
    cwd: existsSync(join(process.cwd(), "cdktf.json")) ? process.cwd() : root,
    env,
    // The channel carries nothing: its end tells the command that we are gone, should we be killed.
    stdio: ["inherit", "inherit", "inherit", ...(script === undefined ? ["ipc"] : [])],
  });
  child.on("close", (status, signal) => process.exit(status ?? 128 + constants.signals[signal ?? "SIGTERM"]));
} catch (error) {
  if (stopping) await new Promise(() => undefined);
  process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`);
  process.exit(1);
}
