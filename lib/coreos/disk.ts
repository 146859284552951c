import { stat } from "node:fs/promises";
import type { ConfigError } from "../values/config-error";
import { refusal } from "./problem";

const FULL = ["ENOSPC", "EDQUOT"];
const DISK_CODES = new Set([...FULL, "EACCES", "EPERM", "EROFS", "EIO", "ENOTDIR", "EISDIR", "EEXIST", "ENAMETOOLONG"]);

/** Whether an error is of this machine's disk. Errors of files have their code on the outside, unlike those of `fetch`. */
export function isOfDisk(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === "object" && error !== null && "code" in error && DISK_CODES.has(String(error.code));
}

/** The error of a cache folder that cannot take a download. */
export function unkept(directory: string, error: NodeJS.ErrnoException) {
  const isFull = FULL.includes(error.code ?? "");
  return refusal("cache", [], {
    what: `the cache folder ${directory} cannot take the download: ${error.message}`,
    fix: `${isFull ? "make room there" : "make the folder writable"}, or name another by cache_directory (SLIPWAY_CACHE_DIR), then apply again`,
  });
}

/** Whether it is the cache folder that is at fault, not the file. */
export function isOfCache({ problems }: ConfigError): boolean {
  return problems.some(({ code }) => code === "coreos/cache");
}

/** -1 if it is not there. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => -1,
  );
}
