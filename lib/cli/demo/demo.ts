import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../processes";
import { LiveView } from "./live-view";
import { withoutSettings, type DemoSettings } from "./environment";
import { readGuests, type GuestRow } from "./guests";
import type { LabProcess } from "./lab-process";
import { tofuFor } from "./stack";
import { renderTable } from "./table";

export interface DemoOptions {
  readonly driver: DemoSettings["driver"];
  readonly guests: number;
  readonly directory: string;
  readonly tofu: string;
  readonly cacheDirectory: string;
  /** The project, where main.ts is. */
  readonly project: string;
  readonly out: NodeJS.WriteStream;
}

/** What the demo shows at its end. */
export interface DemoResult {
  readonly guests: readonly GuestRow[];
  /** Whether the plans after the applies were empty. */
  readonly planEmpty: boolean;
  readonly seconds: number;
}

const LAST_STAGES = new Set(["healthy", "reported"]);

/**
 * Synthesizes the example stacks, applies them against the lab with the real OpenTofu, and plans once more.
 *
 * @param settings under which the stacks address the lab
 */
export async function runDemo(
  lab: LabProcess,
  settings: Readonly<Record<string, string>>,
  options: DemoOptions,
): Promise<DemoResult> {
  const started = Date.now();
  const { out, directory, project } = options;
  const outputDirectory = join(directory, "cdktf.out");
  mkdirSync(join(directory, "state"), { recursive: true });
  const env = { ...withoutSettings(process.env), ...settings };

  await synthesize(project, env);
  const view = new LiveView(out, LAST_STAGES);
  view.watch(lab);
  const stacks = ["install", "guests"].map((name) => ({
    name,
    tofu: tofuFor(options.tofu, outputDirectory, name, env),
  }));
  for (const { name, tofu } of stacks) {
    view.begin(`$ tofu apply   (stack ${name})`);
    await tofu.init();
    const settled = name === "install" ? view.settled("healthy") : Promise.resolve();
    try {
      await tofu.apply();
      await settled;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error([message, "", ...view.stuck()].join("\n").trimEnd(), { cause: error });
    }
  }

  const guests = readGuests(await stacks[1]!.tofu.outputs());
  const plans = await Promise.all(stacks.map(({ tofu }) => tofu.plan()));
  const planEmpty = plans.every(({ empty }) => empty);
  out.write(`\n${guestTable(guests)}\n`);
  out.write(
    planEmpty
      ? "$ tofu plan    No changes.\n"
      : `$ tofu plan    not empty:\n${plans.map(({ text }) => text).join("\n")}\n`,
  );
  return { guests, planEmpty, seconds: (Date.now() - started) / 1000 };
}

async function synthesize(project: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { status, stderr } = await run(process.execPath, [...process.execArgv, join(project, "main.ts")], {
    cwd: project,
    env,
    seconds: 120,
  });
  if (status !== 0) throw new Error(`synth failed:\n${stderr.trim()}`);
}

function guestTable(guests: readonly GuestRow[]): string {
  const heading = ["GUEST", "VM", "NODE", "ADDRESS", "RELEASE", "INSTALLED IN", "SSH HOST KEY"];
  const rows = guests.map((guest) => [
    guest.name,
    String(guest.vmId),
    guest.node,
    guest.address,
    guest.release,
    guest.installedIn === null ? "before" : `${guest.installedIn.toFixed(1)} s`,
    guest.sshHostKeyFingerprint,
  ]);
  return renderTable([heading, ...rows]);
}
