import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildSync } from "esbuild";

/**
 * Compiles a program of ours into one CommonJS file, the way the provider is delivered: its dependencies within.
 *
 * @param entry path of the program's TypeScript
 * @returns path of the program
 */
export function compile(entry: string, folder: string): string {
  const outfile = join(folder, "ours.cjs");
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // What ssh2 takes if it was compiled here; it never is, as with the provider.
    external: ["cpu-features", "*.node"],
    logLevel: "error",
  });
  return outfile;
}

/**
 * Runs a program to its end and answers the number that it printed.
 *
 * @throws Error if it fails, takes longer than it may, or prints anything else
 */
export function valueOf(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  timeoutSeconds = 120,
): number {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: timeoutSeconds * 1000,
  });
  const value = Number(stdout);
  if (status === 0 && stdout.trim() !== "" && Number.isFinite(value)) return value;
  throw new Error(`${program} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
}
