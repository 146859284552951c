import { run, type Outcome } from "../processes";

/** A command of OpenTofu that failed, with what it printed. */
export class TofuError extends Error {
  override readonly name = "TofuError";

  constructor(command: string, { status, stdout, stderr }: Outcome) {
    super(`tofu ${command} ended with ${status ?? "a signal"}\n${(stderr.trim() === "" ? stdout : stderr).trim()}`);
  }
}

/** OpenTofu in the folder of one synthesized stack. */
export class Tofu {
  constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  async init(): Promise<void> {
    await this.must(["init", "-input=false", "-no-color"], 300);
  }

  async apply(): Promise<void> {
    await this.must(["apply", "-auto-approve", "-input=false", "-no-color"], 1800);
  }

  async destroy(): Promise<void> {
    await this.must(["destroy", "-auto-approve", "-input=false", "-no-color"], 1800);
  }

  /** Whether a plan would change nothing; `text` is the plan. */
  async plan(): Promise<{ readonly empty: boolean; readonly text: string }> {
    const outcome = await this.run(["plan", "-detailed-exitcode", "-input=false", "-no-color"], 600);
    if (outcome.status !== 0 && outcome.status !== 2) throw new TofuError("plan", outcome);
    return { empty: outcome.status === 0, text: outcome.stdout };
  }

  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await this.must(["output", "-json", "-no-color"], 60);
    const outputs = JSON.parse(stdout) as Record<string, { readonly value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  private async must(args: readonly string[], seconds: number): Promise<Outcome> {
    const outcome = await this.run(args, seconds);
    if (outcome.status !== 0) throw new TofuError(args[0] ?? "", outcome);
    return outcome;
  }

  private run(args: readonly string[], seconds: number): Promise<Outcome> {
    return run(this.program, args, { cwd: this.folder, env: this.env, seconds });
  }
}
