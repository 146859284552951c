import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startCluster, tokenOf, type BenchCluster, type SavedVm } from "./cluster";
import { stack } from "./stack";

/**
 * Makes the VMs of a stack by an apply, or plans it.
 *
 * Arguments: `prepare`, `seconds` or `requests`; the folder; path of OpenTofu; the provider's version; how many VMs.
 * Prints a number: what a plan took, or sent.
 */
async function main(): Promise<number> {
  const [, , what = "", folder = "", tofu = "", version = "", count = "0"] = process.argv;
  const saved = join(folder, "vms.json");
  const cluster = await startCluster(join(folder, "pve"));
  try {
    const run = (...args: readonly string[]): Promise<void> => runTofu(tofu, args, folder, cluster);
    if (what === "prepare") {
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify(stack(Number(count), version)));
      await run("init", "-input=false");
      await run("apply", "-auto-approve", "-input=false", "-parallelism=50");
      writeFileSync(saved, JSON.stringify(cluster.save()));
      return Number(count);
    }
    await cluster.restore(JSON.parse(readFileSync(saved, "utf8")) as readonly SavedVm[]);
    const requests = cluster.requests;
    const before = performance.now();
    // The status tells whether the plan is empty.
    await run("plan", "-detailed-exitcode", "-input=false");
    return what === "seconds" ? (performance.now() - before) / 1000 : cluster.requests - requests;
  } finally {
    await cluster.stop();
  }
}

function runTofu(tofu: string, args: readonly string[], cwd: string, cluster: BenchCluster): Promise<void> {
  const env = {
    PATH: process.env["PATH"],
    HOME: cwd,
    TF_CLI_CONFIG_FILE: "/dev/null",
    CHECKPOINT_DISABLE: "1",
    PROXMOX_VE_ENDPOINT: cluster.endpoint,
    PROXMOX_VE_CA_FILE: cluster.caFile,
    PROXMOX_VE_API_TOKEN: tokenOf,
  };
  const child = spawn(tofu, [...args, "-no-color"], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      if (status === 0) resolve();
      else reject(new Error(`tofu ${args.join(" ")} ended with ${status}:\n${said.slice(-4000)}`));
    });
  });
}

main().then(
  (value) => process.stdout.write(`${value}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
