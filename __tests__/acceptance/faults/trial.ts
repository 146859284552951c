import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBundle, layBundle } from "../../../lib/constructs/provider-bundle";
import { PROVIDER_ADDRESS } from "../../../lib/constructs/provider-address";
import { said, type Ended, type Started, type World } from "../world";

const STACK = "trial";

interface StateResource {
  readonly type: string;
  readonly instances: readonly { readonly status?: string; readonly attributes: Readonly<Record<string, unknown>> }[];
}

/** A small configuration of its own in a world, initialised once, on which things go wrong. */
export class Trial {
  private constructor(private readonly world: World) {}

  static async begin(world: World): Promise<Trial> {
    const folder = world.stack(STACK);
    mkdirSync(folder, { recursive: true });
    const bundle = findBundle();
    layBundle(bundle, folder);
    const slipway = { source: PROVIDER_ADDRESS, version: bundle.version };
    const block = { required_version: ">= 1.11", required_providers: { slipway } };
    writeFileSync(join(folder, "terraform.tf.json"), JSON.stringify({ terraform: block }));
    const init = await world.tofu(STACK, "init", "-input=false");
    if (init.status !== 0) throw new Error(said(init));
    return new Trial(world);
  }

  /** Replaces what is configured. */
  configure(text: string): void {
    writeFileSync(join(this.world.stack(STACK), "main.tf"), text);
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.world.tofu(STACK, ...args);
  }

  apply(...args: readonly string[]): Promise<Ended> {
    return this.run("apply", "-auto-approve", "-input=false", ...args);
  }

  startApply(): Started {
    return this.world.startApply(STACK);
  }

  /** Applies what goes wrong: what was said, for a message to be looked for. */
  async failing(): Promise<string> {
    const ended = await this.apply();
    if (ended.status === 0) throw new Error(`the apply did not fail:\n${ended.stdout}`);
    return said(ended);
  }

  /** Mends everything, and applies once more, after which nothing may be left to do. Tells what that apply did. */
  async mend(): Promise<string> {
    const ended = await this.applyMended();
    const left = await this.world.plan(STACK);
    if (left !== "") throw new Error(`the second apply has left something to do:\n${left}`);
    return /(\d+ added, \d+ changed, \d+ destroyed)/.exec(ended.stdout)?.[1] ?? "";
  }

  /** Removes all that is configured, so that the next trial begins anew. An empty state needs no plan to show that. */
  async empty(): Promise<void> {
    this.configure("");
    await this.applyMended();
    const { resources } = JSON.parse(this.stateFile()) as { resources: readonly StateResource[] };
    if (resources.length > 0) throw new Error(`the state still has ${resources.map(({ type }) => type).join(", ")}`);
  }

  private async applyMended(): Promise<Ended> {
    this.world.lab.faults.clear();
    const ended = await this.apply();
    if (ended.status !== 0) throw new Error(`the second apply failed:\n${said(ended)}`);
    return ended;
  }

  /** Attributes of every instance of a type in the state, and "tainted" among them where it is. */
  state(type: string): readonly Readonly<Record<string, unknown>>[] {
    const { resources } = JSON.parse(this.stateFile()) as { resources: readonly StateResource[] };
    const found = resources.filter((one) => one.type === type).flatMap(({ instances }) => instances);
    return found.map(({ status, attributes }) => ({ ...attributes, ...(status === undefined ? {} : { status }) }));
  }

  stateFile(): string {
    return readFileSync(join(this.world.stack(STACK), "terraform.tfstate"), "utf8");
  }
}
