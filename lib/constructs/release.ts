import { readFileSync } from "node:fs";
import { parseRelease, type CoreosRelease } from "../coreos/stream";
import { ConfigError } from "../values/config-error";

/** Where the release in use is pinned. */
export const LOCK_FILE = "slipway.lock.json";

/** @throws ConfigError unless the file is there and pins a release */
export function readRelease(path = LOCK_FILE): CoreosRelease {
  return parseRelease(readJson(path));
}

/** Stands for a release while other errors are looked for; it is never written. */
export const NO_RELEASE: CoreosRelease = {
  stream: "",
  architecture: "",
  release: "",
  iso: { url: "", sha256: "", signature: "" },
  kernel: { url: "", sha256: "", signature: "" },
  initramfs: { url: "", sha256: "", signature: "" },
  rootfs: { url: "", sha256: "", signature: "" },
};

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ConfigError([
      {
        code: "release/unreadable",
        severity: "error",
        path: [],
        what: `the file with the pinned release cannot be read: ${error instanceof Error ? error.message : "unknown"}`,
        got: path,
        fix: "run `npx slipway update`, which writes it",
      },
    ]);
  }
}
