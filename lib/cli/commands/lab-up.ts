import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canHaveBpg } from "../demo/bpg";
import { runDemo } from "../demo/demo";
import { settingsFor } from "../demo/environment";
import { LabProcess } from "../demo/lab-process";
import { onStop } from "../stop";
import { UsageError } from "../usage-error";
import { labDown } from "./lab-down";

export interface LabUpOptions {
  readonly directory: string;
  readonly project: string;
  readonly entry: string;
  readonly cacheDirectory: string;
  readonly tofu: string;
  readonly demo: boolean;
  readonly keep: boolean;
  readonly json: boolean;
  readonly guests: number;
  readonly driver: "bpg" | "native";
}

/** Starts the lab; with `demo`, brings the example stacks up in it. Without `keep` the lab ends with this command. */
export async function labUp(options: LabUpOptions): Promise<number> {
  const { directory, demo, keep, json, driver } = options;
  const out = json ? process.stderr : process.stdout;
  if (driver === "bpg" && !(await canHaveBpg(process.env)))
    throw new UsageError(
      "bpg/proxmox cannot be downloaded here, and no CLI configuration names a mirror. Without `--provider bpg`, VMs go through Slipway's own driver.",
    );
  await labDown(directory);
  if (demo) rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });

  const lab = await LabProcess.start(options.entry, ["--directory", directory]);
  onStop(() => lab.stop());
  const { endpoint, nodes } = lab.environment;
  out.write(`Lab: Proxmox VE 9.1 (simulated) at ${endpoint}, nodes ${nodes.join(" ")}\n`);
  out.write(
    driver === "bpg"
      ? "  VMs go through bpg/proxmox\n"
      : "  VMs go through Slipway's own driver (`--provider bpg` takes bpg/proxmox, where it can be had)\n",
  );

  let planEmpty = true;
  let settings = settingsFor(lab.environment, {
    ...options,
    stateDirectory: join(directory, "state"),
    outputDirectory: join(directory, "cdktf.out"),
  });
  if (demo) {
    const result = await runDemo(lab, { ...options, out });
    ({ planEmpty, settings } = result);
    if (json)
      process.stdout.write(`${JSON.stringify({ guests: result.guests, planEmpty, seconds: result.seconds })}\n`);
  }
  if (keep) {
    writeSettings(directory, settings);
    await lab.keep();
    out.write(`${keptNote(directory)}\n`);
  } else if (demo) {
    await lab.stop();
    out.write("Next: `npm start -- --keep` to play with it by hand · docs/first-guest.md for a real Proxmox\n");
  } else {
    out.write("The lab runs until Ctrl-C.\n");
    await new Promise(() => undefined);
  }
  return planEmpty ? 0 : 1;
}

/** A file to be sourced by a shell: `. lab.env`. */
function writeSettings(directory: string, settings: Readonly<Record<string, string>>): void {
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`);
  writeFileSync(join(directory, "lab.env"), `${lines.join("\n")}\n`, { mode: 0o600 });
}

function keptNote(directory: string): string {
  return [
    "The lab stays up. In another shell:",
    `  . ${join(directory, "lab.env")}`,
    `  cd ${join(directory, "cdktf.out/stacks/guests")} && tofu plan`,
    `  npm run slipway -- lab down`,
  ].join("\n");
}
