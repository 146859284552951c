import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingsFor, withoutSettings } from "../../lib/cli/demo/environment";
import { startLab } from "../../lib/lab/lab";
import type { Lab, LabOptions, RequestEvent } from "../../lib/lab/types";
import { Operator } from "./operator";
import { PROGRAMS, TERRAFORM, TOFU, type Engine } from "./programs";

export const PROJECT = join(__dirname, "../..");

export { PROGRAMS, TERRAFORM, TOFU, type Engine };

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;

  /** What Ctrl-C does in a terminal. */
  interrupt(): void;
}

export interface WorldOptions {
  readonly alsoGranted?: Readonly<Record<string, readonly string[]>>;
  readonly driver?: "bpg" | "native";

  /** @default "tofu" */
  readonly engine?: Engine;
  readonly guests?: number;
  readonly lab?: Partial<LabOptions>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly stageDelayMs?: number;
}

/** A lab, the example stacks and the real OpenTofu, in a folder of its own. */
export class World {
  /** Requests to the Proxmox API since {@link forget}. */
  requests: RequestEvent[] = [];

  readonly operator: Operator;

  private readonly stages = new Map<number, readonly string[]>();

  private constructor(
    readonly directory: string,
    readonly lab: Lab,
    private settings: Readonly<Record<string, string>>,
    private readonly program: string,
  ) {
    this.operator = new Operator(lab.environment);
    lab.events.on("stage", ({ vmId, stage }) => {
      this.stages.set(vmId, stage === "powered on" ? [stage] : [...(this.stages.get(vmId) ?? []), stage]);
    });
    lab.events.on("request", (event) => event.service === "proxmox" && this.requests.push(event));
  }

  static async begin({
    alsoGranted = {},
    driver = "native",
    engine = "tofu",
    guests = 2,
    lab: labOptions = {},
    settings = {},
    stageDelayMs = 0,
  }: WorldOptions = {}): Promise<World> {
    const directory = mkdtempSync(join(tmpdir(), "slipway-acceptance-"));
    const lab = await startLab({ directory: join(directory, "lab"), stageDelayMs, alsoGranted, ...labOptions });
    const stateDirectory = join(directory, "state");
    mkdirSync(stateDirectory);
    const base = settingsFor(lab.environment, {
      driver,
      guests,
      stateDirectory,
      outputDirectory: join(directory, "cdktf.out"),
      cacheDirectory: join(directory, "cache"),
    });
    return new World(directory, lab, { ...base, ...settings }, PROGRAMS[engine] ?? engine);
  }

  async end(): Promise<void> {
    this.operator.end();
    await this.lab.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Changes settings of the stacks for what follows; `undefined` takes one away. */
  set(settings: Readonly<Record<string, string | undefined>>): void {
    const merged = { ...this.settings, ...settings };
    this.settings = Object.fromEntries(
      Object.entries(merged).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );
  }

  setting(name: string): string {
    return this.settings[name] ?? "";
  }

  forget(): void {
    this.requests = [];
  }

  /** @param app its file below the project, then its arguments */
  async synth(app = "main.ts", ...args: readonly string[]): Promise<Ended> {
    return this.run(process.execPath, ["--import", "tsx", join(PROJECT, app), ...args], PROJECT);
  }

  async mustSynth(app?: string, ...args: readonly string[]): Promise<void> {
    const ended = await this.synth(app, ...args);
    if (ended.status !== 0) throw new Error(`synth failed:\n${ended.stderr}`);
  }

  stack(name: string): string {
    return join(this.directory, "cdktf.out/stacks", name);
  }

  document(stack: string): string {
    return readFileSync(join(this.stack(stack), "cdk.tf.json"), "utf8");
  }

  state(stack: string): string {
    return readFileSync(join(this.directory, "state", `terraform.${stack}.tfstate`), "utf8");
  }

  /** Runs OpenTofu, or Terraform, whichever this world has. */
  tofu(stack: string, ...args: readonly string[]): Promise<Ended> {
    return this.run(this.program, [...args, "-no-color"], this.stack(stack));
  }

  /** `apply` of an initialised stack, with Ctrl-C at hand. */
  startApply(stack: string): Started {
    return this.start(this.program, ["apply", "-auto-approve", "-input=false", "-no-color"], this.stack(stack));
  }

  /** Waits until a machine has reached a stage, at most 30 s. */
  async reached(vmId: number, stage: string): Promise<void> {
    for (let round = 0; round < 600; round += 1) {
      if (this.stages.get(vmId)?.includes(stage) === true) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`VM ${vmId} did not reach "${stage}":\n${this.lab.console(vmId)}`);
  }

  /** `init` and `apply`; whatever happens is answered. */
  async apply(stack: string, ...args: readonly string[]): Promise<Ended> {
    const init = await this.tofu(stack, "init", "-input=false");
    return init.status === 0 ? this.tofu(stack, "apply", "-auto-approve", "-input=false", ...args) : init;
  }

  async mustApply(...stacks: readonly string[]): Promise<void> {
    for (const stack of stacks) {
      const ended = await this.apply(stack);
      if (ended.status !== 0) throw new Error(`apply of ${stack} failed:\n${ended.stdout}\n${ended.stderr}`);
    }
  }

  async mustDestroy(...stacks: readonly string[]): Promise<void> {
    for (const stack of stacks) {
      const ended = await this.tofu(stack, "destroy", "-auto-approve", "-input=false");
      if (ended.status !== 0) throw new Error(`destroy of ${stack} failed:\n${ended.stdout}\n${ended.stderr}`);
    }
  }

  /** The plan's text; "" if it would change nothing. */
  async plan(stack: string): Promise<string> {
    const ended = await this.tofu(stack, "plan", "-detailed-exitcode", "-input=false");
    if (ended.status === 0) return "";
    if (ended.status === 2) return ended.stdout;
    throw new Error(`plan of ${stack} failed:\n${ended.stdout}\n${ended.stderr}`);
  }

  async outputs(stack: string): Promise<Record<string, unknown>> {
    const ended = await this.tofu(stack, "output", "-json");
    const parsed = JSON.parse(ended.stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(parsed).map(([key, { value }]) => [key, value]));
  }

  private run(command: string, args: readonly string[], cwd: string): Promise<Ended> {
    return this.start(command, args, cwd).ended;
  }

  private start(command: string, args: readonly string[], cwd: string): Started {
    const env = {
      ...withoutSettings(process.env),
      TF_CLI_CONFIG_FILE: "/dev/null",
      CHECKPOINT_DISABLE: "1",
      ...this.settings,
    };
    // A group of its own, as a shell gives it: Ctrl-C reaches every process of it.
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const ended = new Promise<Ended>((resolve, reject) => {
      const limit = setTimeout(() => child.kill("SIGKILL"), 120_000);
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
      child.once("error", reject);
      child.once("close", (status) => {
        clearTimeout(limit);
        resolve({ status, stdout, stderr });
      });
    });
    const { pid = 0 } = child;
    return { pid, ended, interrupt: () => pid > 0 && process.kill(-pid, "SIGINT") };
  }
}

/** What a user reads: OpenTofu's frame taken away, so that a message can be searched whole. */
export function said({ stdout, stderr }: Ended): string {
  return `${stdout}\n${stderr}`.replace(/^[╷│╵]\s?/gm, "").replace(/\s+/g, " ");
}

/** `describe`, or a visible skip where no OpenTofu can be had. */
export const describeWithTofu = TOFU === undefined ? describe.skip : describe;

/** The same for OpenTofu and for Terraform, each skipped visibly where it is missing. */
export function describeWithEach(name: string, body: (engine: Engine) => void): void {
  const all: readonly (readonly [string, Engine])[] = [
    ["OpenTofu", "tofu"],
    ["Terraform", "terraform"],
  ];
  for (const [label, engine] of all) {
    (PROGRAMS[engine] === undefined ? describe.skip : describe)(`${name}, under ${label}`, () => body(engine));
  }
}
