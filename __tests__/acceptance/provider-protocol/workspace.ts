import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildSync } from "esbuild";
import { until } from "../../until";
import { TERRAFORM, TOFU } from "../programs";

const VERSION = "1.0.0";

/** Each program that may drive the provider, undefined where it is missing: its tests are skipped then. */
export const engines: readonly (readonly [name: string, program: string | undefined])[] = [
  ["OpenTofu", TOFU],
  ["Terraform", TERRAFORM],
];

/** A provider to bundle and lay beside the configuration. */
export interface ProviderUnderTest {
  readonly entry: string;
  /** `host/namespace/type`. */
  readonly address: string;
}

const toy: ProviderUnderTest = { entry: join(__dirname, "toy-provider.ts"), address: "toy.invalid/test/toy" };

export interface Result {
  readonly status: number | null;
  /** What it said, stdout and stderr in one. */
  readonly output: string;
}

/** A folder in which OpenTofu runs, with the toy provider laid in it and nothing of the user's around it. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "slipway-toy-"));
  readonly things = join(this.folder, "things");
  private readonly environment: NodeJS.ProcessEnv;

  /** The provider's executable. */
  readonly script: string;

  constructor(
    private readonly tofu: string,
    { entry, address }: ProviderUnderTest = toy,
  ) {
    const system = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
    const mirror = join(this.folder, "terraform.d/plugins", address, VERSION, system);
    mkdirSync(mirror, { recursive: true });
    mkdirSync(this.things);
    this.script = join(mirror, `terraform-provider-${basename(address)}_v${VERSION}`);
    buildSync({
      entryPoints: [entry],
      outfile: this.script,
      bundle: true,
      platform: "node",
      format: "cjs",
      external: ["@grpc/proto-loader", "cpu-features", "*.node"],
      banner: { js: "#!/usr/bin/env node" },
      logLevel: "error",
    });
    chmodSync(this.script, 0o755);
    const settings = join(this.folder, "tofurc");
    writeFileSync(settings, "");
    this.environment = {
      PATH: process.env["PATH"],
      HOME: this.folder,
      TMPDIR: join(this.folder, "tmp"),
      TF_CLI_CONFIG_FILE: settings,
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
    };
    mkdirSync(join(this.folder, "tmp"));
  }

  /** Replaces the configuration: `body` after the provider's. */
  write(body: string, folder = JSON.stringify(this.things)): void {
    const head = `terraform {
      required_providers { toy = { source = "toy.invalid/test/toy" } }
    }
    provider "toy" { folder = ${folder} }
    `;
    writeFileSync(join(this.folder, "main.tf"), head + body);
  }

  run(...args: readonly string[]): Result {
    const { status, stdout, stderr } = spawnSync(this.tofu, [...args, "-no-color"], {
      cwd: this.folder,
      env: this.environment,
      encoding: "utf8",
      timeout: 60_000,
    });
    return { status, output: stdout + stderr };
  }

  apply(): Result {
    return this.run("apply", "-auto-approve", "-input=false");
  }

  /** `status` is 0 without a change and 2 with one. */
  plan(...args: readonly string[]): Result {
    return this.run("plan", "-detailed-exitcode", "-input=false", ...args);
  }

  /** The attributes of a resource, as they are in the state. */
  state(address: string): Record<string, unknown> {
    const shown = JSON.parse(this.run("show", "-json").output) as {
      values?: { root_module: { resources: { address: string; values: Record<string, unknown> }[] } };
    };
    const found = shown.values?.root_module.resources.find((resource) => resource.address === address);
    if (found === undefined) throw new Error(`${address} is not in the state`);
    return found.values;
  }

  /** Applies, and signals once `file` of the things is there. */
  async applyAndSignal(file: string, signal: (pid: number) => void): Promise<Result> {
    const child = spawn(this.tofu, ["apply", "-auto-approve", "-input=false", "-no-color"], {
      cwd: this.folder,
      env: this.environment,
      // A process group of its own, as in a terminal.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    // What it says last may come after its end.
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    await until(() => existsSync(join(this.things, file)));
    if (child.pid !== undefined) signal(child.pid);
    return { status: await ended, output };
  }

  /** What is in the state, as its file has it. */
  stateFile(): string {
    return readFileSync(join(this.folder, "terraform.tfstate"), "utf8");
  }

  /** The folders of sockets that are there: one for each provider that runs. */
  sockets(): readonly string[] {
    return readdirSync(join(this.folder, "tmp")).filter((name) => name.startsWith("slipway-"));
  }

  /** Starts the provider as one does under a debugger, and lets this workspace's OpenTofu use it. */
  async reattach(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [this.script, "--reattach"], {
      env: this.environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const line = await new Promise<string>((resolve) => child.stdout.once("data", (chunk) => resolve(String(chunk))));
    this.environment["TF_REATTACH_PROVIDERS"] = /'(.*)'/.exec(line)?.[1];
    return child;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
