import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildOnce } from "./build-once";

const CACHE = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "slipway");

export interface Verdict {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export function judge(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = "",
): Verdict {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    input,
    env: { ...process.env, ...env },
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** Where a program is; undefined if it is not installed. */
export function findProgram(name: string): string | undefined {
  return [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"]
    .map((folder) => join(folder, name))
    .find(existsSync);
}

/** A program of a Debian package, which is installed if we may; undefined where that cannot be done. */
export function fromPackage(name: string, debianPackage: string): string | undefined {
  const found = findProgram(name);
  if (found === undefined || isBeingInstalled(debianPackage)) install(debianPackage);
  return found ?? findProgram(name);
}

/** Whether somebody else, such as another test, is at it: its files are there before they can be run. */
function isBeingInstalled(debianPackage: string): boolean {
  const { stdout } = spawnSync("dpkg-query", ["-W", "-f", "${db:Status-Status}", debianPackage], { encoding: "utf8" });
  return /^(half-installed|unpacked|half-configured)$/.test(stdout ?? "");
}

/** Installs a Debian package if we may. */
export function install(debianPackage: string): void {
  if (findProgram("apt-get") === undefined || process.getuid?.() !== 0) return;
  // A run level of 1 keeps the package from starting its service.
  const args = ["install", "--yes", "--no-install-recommends", debianPackage];
  if (aptGet(...args).status === 0) return;
  aptGet("update");
  aptGet(...args);
}

function aptGet(...args: readonly string[]): Verdict {
  const { status, stdout, stderr } = spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
    timeout: 300_000,
  });
  return { status, stdout, stderr };
}

/** A program that cannot be got here: one on the path, or put into the user's cache by hand; undefined without. */
export function byHand(name: string, version: string): string | undefined {
  const cached = join(CACHE, name, version, name);
  return findProgram(name) ?? (existsSync(cached) ? cached : undefined);
}

/** A Go program of the given module, built once into the user's cache; undefined where there is no Go. */
export function fromGo(
  name: string,
  module: string,
  version: string,
  command: string,
  flags: readonly string[] = [],
): string | undefined {
  return goBuild(join(CACHE, name, version, basename(command)), [], { [module]: version }, [...flags, command]);
}

/**
 * A Go program of our own, built once for each state of its sources; undefined where there is no Go.
 *
 * @param sources paths of the files of its package `main`
 * @param requires versions of the modules that it imports, without the `v`
 */
export function fromGoSource(
  name: string,
  sources: readonly string[],
  requires: Readonly<Record<string, string>>,
): string | undefined {
  const state = createHash("sha256").update(
    JSON.stringify([sources.map((path) => readFileSync(path, "utf8")), requires]),
  );
  return goBuild(join(CACHE, name, state.digest("hex").slice(0, 16), name), sources, requires, ["."]);
}

function goBuild(
  binary: string,
  sources: readonly string[],
  requires: Readonly<Record<string, string>>,
  args: readonly string[],
): string | undefined {
  if (existsSync(binary)) return binary;
  const go = findProgram("go");
  if (go === undefined) return undefined;
  const build = (folder: string): void => {
    const required = Object.entries(requires).map(([module, version]) => `require ${module} v${version}\n`);
    writeFileSync(join(folder, "go.mod"), `module scratch\n\ngo 1.24\n\n${required.join("")}`);
    for (const source of sources) copyFileSync(source, join(folder, basename(source)));
    const built = spawnSync(go, ["build", "-o", join(folder, "built"), ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, GOFLAGS: "-mod=mod -buildvcs=false" },
      timeout: 900_000,
    });
    if (built.status !== 0) return;
    const staged = `${binary}.${process.pid}`;
    writeFileSync(staged, readFileSync(join(folder, "built")), { mode: 0o755 });
    renameSync(staged, binary);
  };
  return buildOnce(binary, () => {
    withFolder(build);
  });
}

/** Hands a new folder to `use`, and removes it afterwards. */
export function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "slipway-judge-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
