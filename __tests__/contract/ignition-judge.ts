import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const VERSION = "2.26.0";

/** What Ignition's own validator says of a config. */
export interface Verdict {
  readonly accepted: boolean;

  /** Errors and warnings. Empty if it has nothing to say. */
  readonly report: string;
}

/** Path of the program, built at the first call into the user's cache; undefined where there is no Go to build it. */
export function findJudge(): string | undefined {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const folder = join(cache, "slipway", "ignition-validate", VERSION);
  const program = join(folder, "validate");
  if (existsSync(program)) return program;
  if (spawnSync("go", ["version"]).status !== 0) return undefined;
  mkdirSync(folder, { recursive: true });
  execFileSync("go", ["install", `github.com/coreos/ignition/v2/validate@v${VERSION}`], {
    env: { ...process.env, GOBIN: folder },
    stdio: "ignore",
    timeout: 300_000,
  });
  return program;
}

export function judge(program: string, json: string): Verdict {
  const { status, stdout, stderr } = spawnSync(program, ["-"], { input: json, encoding: "utf8", timeout: 20_000 });
  return { accepted: status === 0, report: `${stdout}${stderr}` };
}
