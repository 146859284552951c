import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { hasProgram } from "../../coreos/has-program";
import { buildOnce } from "./build-once";

const VERSION = "0.27.0";

/** Where one is kept that was built before. */
const CACHED = join(
  process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
  `slipway/coreos-installer/${VERSION}/coreos-installer`,
);

/**
 * The real coreos-installer: `$COREOS_INSTALLER`, one on PATH or one that was built before. Building takes ten minutes, so
 * it is done only where `SLIPWAY_BUILD_COREOS_INSTALLER` is set, by cargo, from its crate.
 *
 * @returns undefined if there is none
 */
export function findCoreosInstaller(): string | undefined {
  const given = process.env["COREOS_INSTALLER"];
  if (given !== undefined) return given;
  if (hasProgram("coreos-installer")) return "coreos-installer";
  if (existsSync(CACHED) || process.env["SLIPWAY_BUILD_COREOS_INSTALLER"] === undefined) {
    return existsSync(CACHED) ? CACHED : undefined;
  }
  return buildOnce(CACHED, () => {
    const root = join(CACHED, "../root");
    const crate = ["install", "--locked", "--debug", "--root", root, `coreos-installer@${VERSION}`];
    const { status } = spawnSync("cargo", crate, {
      stdio: "ignore",
      timeout: 1_500_000,
      env: { ...process.env, CARGO_PROFILE_DEV_DEBUG: "0", CARGO_TARGET_DIR: join(CACHED, "../target") },
    });
    if (status === 0) spawnSync("mv", [join(root, "bin/coreos-installer"), CACHED]);
  });
}
