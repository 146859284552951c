import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fromGo, fromPackage, install } from "./judge";
import { treeOf, type Tree } from "./tree";

const VERSION = "2.26.0";
const PROGRAM = "github.com/coreos/ignition/v2/internal";

/**
 * The whole of Ignition, built without SELinux labels, which need a policy; undefined where it cannot be built, for
 * want of Go, a C compiler or libblkid, or cannot be run: its stages need root, and the programs that make users.
 */
export function findIgnition(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (fromPackage("useradd", "passwd") === undefined || fromPackage("systemctl", "systemd") === undefined)
    return undefined;
  if (!existsSync("/usr/include/blkid/blkid.h")) install("libblkid-dev");
  return fromGo("ignition", "github.com/coreos/ignition/v2", VERSION, PROGRAM, [
    "-ldflags",
    `-X ${PROGRAM}/version.Raw=v${VERSION} -X ${PROGRAM}/distro.selinuxRelabel=false`,
  ]);
}

/** In the order in which a machine runs them at its first boot. */
export const STAGES = ["fetch-offline", "fetch", "kargs", "disks", "mount", "files", "umount"] as const;

export type Stage = (typeof STAGES)[number];

/** Files by path, and symbolic links. */
export type Seeds = Readonly<Record<string, string | { readonly link: string }>>;

/** What Ignition did to a folder. */
export interface Provisioned {
  /** The stage that failed; undefined if all went well. Those after it have not run. */
  readonly failed: Stage | undefined;

  /** Why it failed, in Ignition's words; and what it warned of. */
  readonly complaints: readonly string[];

  /** The config that Ignition went by once everything was fetched and merged; undefined if it got none. */
  readonly config: unknown;

  /** What the helper was told that changes the kernel's arguments, of which the real one is part of each system. */
  readonly kernelArguments: readonly string[];

  /** Everything below the folder afterwards. */
  readonly tree: Tree;
}

/**
 * Runs stages of Ignition on a folder of its own.
 *
 * @param seeds what the system has before
 */
export async function provision(
  program: string,
  config: string,
  seeds: Seeds,
  stages: readonly Stage[] = STAGES,
): Promise<Provisioned> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-ignition-"));
  try {
    // Users of the system write their keys themselves.
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, "root"));
    seed(join(folder, "root"), seeds);
    write(join(folder, "config.ign"), config);
    write(join(folder, "bin/ignition-kargs-helper"), `#!/bin/sh\nprintf '%s\\n' "$@" >'${folder}/kargs'\n`, 0o755);
    const run = await runStages(program, folder, stages);
    return {
      ...run,
      config: parsed(join(folder, "cache.json")),
      kernelArguments: lines(join(folder, "kargs")),
      tree: treeOf(join(folder, "root")),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runStages(
  program: string,
  folder: string,
  stages: readonly Stage[],
): Promise<Pick<Provisioned, "failed" | "complaints">> {
  const complaints: string[] = [];
  for (const stage of stages) {
    const { status, output } = await runStage(program, folder, stage);
    complaints.push(...output.split("\n").filter((line) => /^(?:CRITICAL|ERROR|WARNING|NOTICE)\b/.test(line)));
    if (status !== 0) return { failed: stage, complaints };
  }
  return { failed: undefined, complaints };
}

/** Not with `spawnSync`, so that a server of the test can answer meanwhile. */
async function runStage(program: string, folder: string, stage: Stage) {
  const file = (name: string): string => join(folder, name);
  const child = spawn(
    program,
    [
      ...["-platform", "file", "-stage", stage, "-root", file("root"), "-log-to-stdout"],
      ...["-config-cache", file("cache.json"), "-state-file", file("state"), "-neednet", file("neednet")],
    ],
    {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 120_000,
      killSignal: "SIGKILL",
      env: {
        PATH: `${file("bin")}:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin`,
        IGNITION_CONFIG_FILE: file("config.ign"),
        IGNITION_SYSTEM_CONFIG_DIR: file("system"),
      },
    },
  );
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, output: Buffer.concat(output).toString() };
}

function seed(root: string, seeds: Seeds): void {
  for (const [path, what] of Object.entries(seeds)) {
    if (typeof what === "string") {
      write(join(root, path), what);
    } else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(what.link, join(root, path));
    }
  }
}

function write(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode });
}

function parsed(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

function lines(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
}
