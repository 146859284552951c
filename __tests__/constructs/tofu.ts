import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
const cached = join(cache, "slipway", "opentofu", "1.12.6", "tofu");

/** The real OpenTofu, or undefined where set-up has not brought one. */
export const tofu: string | undefined = [process.env["TOFU"], cached].find(
  (path) => path !== undefined && existsSync(path),
);

/** What OpenTofu makes of the outputs of a configuration that needs no provider. */
export function outputsOf(configuration: unknown): Readonly<Record<string, unknown>> {
  if (tofu === undefined) throw new Error("no OpenTofu here");
  const folder = mkdtempSync(join(tmpdir(), "slipway-outputs-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
    writeFileSync(join(folder, "tofu.rc"), "");
    const env = {
      PATH: process.env["PATH"],
      HOME: folder,
      TF_CLI_CONFIG_FILE: join(folder, "tofu.rc"),
      CHECKPOINT_DISABLE: "1",
    };
    const run = (...args: string[]): string =>
      execFileSync(tofu, args, {
        cwd: folder,
        env,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        timeout: 60_000,
      });
    run("init", "-no-color", "-input=false");
    run("apply", "-auto-approve", "-no-color", "-input=false");
    const outputs = JSON.parse(run("output", "-json")) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
