import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Whether OpenSSH's tools for keys are here. */
export const HAS_SSH_KEYGEN = spawnSync("ssh-keygen", ["-?"]).error === undefined;

/** Runs ssh-keygen quietly. */
export function keygen(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("ssh-keygen", ["-q", ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`ssh-keygen ${args.join(" ")}: ${stderr}`);
}

/** Kinds of keys, as ssh-keygen is asked for them. */
export const KEY_KINDS = {
  ed25519: ["-t", "ed25519"],
  "ecdsa-256": ["-t", "ecdsa", "-b", "256"],
  "ecdsa-384": ["-t", "ecdsa", "-b", "384"],
  "ecdsa-521": ["-t", "ecdsa", "-b", "521"],
  rsa: ["-t", "rsa", "-b", "2048"],
} as const;

export type KeyKind = keyof typeof KEY_KINDS;

/** A pair of keys in files: `path` and `path.pub`. */
export interface KeyFile {
  readonly path: string;
  readonly publicLine: string;
}

export function newKeyFile(folder: string, name: string, kind: KeyKind = "ed25519"): KeyFile {
  const path = join(folder, name);
  keygen(...KEY_KINDS[kind], "-N", "", "-C", name, "-f", path);
  return { path, publicLine: readFileSync(`${path}.pub`, "utf8").trim() };
}

/**
 * Has an authority sign a key.
 *
 * @param options such as `-h` for a host's, `-n` for its names
 * @returns the certificate's line; its file is `path-cert.pub`
 */
export function sign(authority: KeyFile, key: KeyFile, ...options: readonly string[]): string {
  keygen("-s", authority.path, "-I", "tests", ...options, `${key.path}.pub`);
  return readFileSync(`${key.path}-cert.pub`, "utf8").trim();
}

/** The binary part of a line that holds a key or a certificate. */
export function blobOf(line: string): Buffer {
  return Buffer.from(line.split(" ")[1] ?? "", "base64");
}

/** As `ssh-keygen -l` shows it; that of the key within, for a certificate. */
export function shownFingerprint(line: string): string {
  return spawnSync("ssh-keygen", ["-lf", "-"], { input: `${line}\n`, encoding: "utf8" }).stdout.split(" ")[1] ?? "none";
}
