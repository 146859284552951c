import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { canHaveBpg } from "../demo/bpg";
import { runDemo, type DemoResult } from "../demo/demo";
import { settingsFor } from "../demo/environment";
import { LabProcess } from "../demo/lab-process";
import { emptyLabDirectory, makeLabDirectory } from "../lab-directory";
import { runningLab } from "../lab-pid";
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
  const started = Date.now();
  const { directory, demo, keep, json, driver } = options;
  const out = json ? process.stderr : process.stdout;
  if (driver === "bpg" && !(await canHaveBpg(process.env)))
    throw new UsageError(
      "bpg/proxmox cannot be downloaded here, and no CLI configuration names a mirror. Without `--provider bpg`, VMs go through Slipway's own driver.",
    );
  await makeRoom(directory, out);
  if (demo) emptyLabDirectory(directory);

  const lab = await LabProcess.start(options.entry, directory);
  const { endpoint, nodes } = lab.environment;
  out.write(`Lab: Proxmox VE 9.1 (simulated) at ${endpoint}, nodes ${nodes.join(" ")}\n`);
  if (demo)
    out.write(
      driver === "bpg"
        ? "  VMs go through bpg/proxmox\n"
        : "  VMs go through Slipway's own driver (`--provider bpg` takes bpg/proxmox, where it can be had)\n",
    );
  const settings = settingsFor(lab.environment, {
    ...options,
    stateDirectory: join(directory, "state"),
    outputDirectory: join(directory, "cdktf.out"),
  });
  writeSettings(directory, settings);
  const died = lab.ended.then(() => Promise.reject(new Error(`the lab has ended; its files: ${directory}`)));
  died.catch(() => undefined);

  const result = demo ? await Promise.race([demonstrate(lab, settings, options, out), died]) : undefined;
  if (result !== undefined && json)
    process.stdout.write(
      `${JSON.stringify({ guests: result.guests, planEmpty: result.planEmpty, seconds: result.seconds })}\n`,
    );
  if (keep) {
    await lab.keep();
    out.write(`${note("The lab stays up. In another shell:", directory, demo)}\n`);
  } else if (demo) {
    await lab.stop();
    out.write(`Done in ${((Date.now() - started) / 1000).toFixed(1)} s; the lab is down again.\n`);
    out.write("Next: `npm start -- --keep` to play with it by hand · docs/first-guest.md for a real Proxmox\n");
  } else {
    out.write(`${note("It runs until Ctrl-C. In another shell:", directory, demo)}\n`);
    await died;
  }
  return result === undefined || result.planEmpty ? 0 : 1;
}

/** Ends a lab that was left running in the folder, but none that somebody is using: their command still runs. */
async function makeRoom(directory: string, out: NodeJS.WriteStream): Promise<void> {
  makeLabDirectory(directory);
  const running = runningLab(directory);
  if (running === undefined) return;
  if (!running.kept)
    throw new UsageError(
      `a lab is running in ${directory} (process ${running.pid}). End it with \`lab down\`, or name another folder with --directory.`,
    );
  await labDown(directory);
  out.write("The lab that was left running here is down.\n");
}

/** A demo that fails leaves the lab up where it was to be kept, and its files in any case: the error says where. */
async function demonstrate(
  lab: LabProcess,
  settings: Readonly<Record<string, string>>,
  options: LabUpOptions,
  out: NodeJS.WriteStream,
): Promise<DemoResult> {
  try {
    return await runDemo(lab, settings, { ...options, out });
  } catch (error) {
    if (options.keep) await lab.keep();
    throw new Error(
      [
        error instanceof Error ? error.message : String(error),
        "",
        `consoles of the machines: ${join(options.directory, "console")}/<vm id>.log`,
        `requests to the Proxmox API: ${lab.environment.requestsLog}`,
        ...(options.keep ? [note("The lab stays up. In another shell:", options.directory, true)] : []),
      ].join("\n"),
      { cause: error },
    );
  }
}

/** A file to be sourced by a shell: `. lab.env`. */
function writeSettings(directory: string, settings: Readonly<Record<string, string>>): void {
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}=${quoted(value)}`);
  writeFileSync(join(directory, "lab.env"), `${lines.join("\n")}\n`, { mode: 0o600 });
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function note(title: string, directory: string, demo: boolean): string {
  const shell = (path: string): string => (/^[\w./-]+$/.test(path) ? path : quoted(path));
  return [
    title,
    `  . ${shell(join(directory, "lab.env"))}`,
    ...(demo ? [`  cd ${shell(join(directory, "cdktf.out/stacks/guests"))} && tofu plan`] : []),
    `  npm run slipway -- lab down${directory === join(process.cwd(), ".slipway/lab") ? "" : ` --directory ${shell(directory)}`}`,
  ].join("\n");
}
