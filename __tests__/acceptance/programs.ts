import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

const CACHE = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");

/** OpenTofu: what TOFU names, what set-up found or built, or the one on PATH. */
export const TOFU = [process.env["TOFU"], join(CACHE, "slipway/opentofu/1.12.6/tofu"), "tofu"].find(
  (path) => path !== undefined && path !== "" && versionOf(path) !== undefined,
);

/** Terraform, 1.11 or later: what TERRAFORM names, or the one on PATH. */
export const TERRAFORM = [process.env["TERRAFORM"], "terraform"].find(
  (path) => path !== undefined && path !== "" && isRecentTerraform(path),
);

/** The programs that can drive the provider; undefined where there is none, and its tests are skipped then. */
export const PROGRAMS = { tofu: TOFU, terraform: TERRAFORM } as const;
export type Engine = keyof typeof PROGRAMS;

function isRecentTerraform(path: string): boolean {
  const [, minor = "0"] = /^Terraform v1\.(\d+)\./.exec(versionOf(path) ?? "") ?? [];
  return Number(minor) >= 11;
}

function versionOf(path: string): string | undefined {
  const { status, stdout } = spawnSync(path, ["version"], {
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" },
  });
  return status === 0 ? stdout : undefined;
}
