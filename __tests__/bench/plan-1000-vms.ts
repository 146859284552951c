import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findBundle, layBundle } from "../../lib/constructs/provider-bundle";
import type { Benchmark } from "./harness/benchmark";
import { compile, valueOf } from "./harness/process";

const FOLDER = join(__dirname, "plan-1000-vms");
const VMS = 1000;
const SECONDS = 600;

/**
 * `tofu plan` of a stack of 1,000 VMs that are all as they should be: the whole command, from start to "No changes".
 *
 * Each VM is a `slipway_vm` with one disk, one NIC and a pool, in a configuration as CDKTF writes it, a block for each.
 * The cluster is the lab's, in a process of its own that answers at once; it shares the machine's cores with OpenTofu and
 * the provider. The VMs are made once, by a real apply, and put into a new lab for each run.
 *
 * The peer's figures are measured ones of bpg/proxmox 0.111.1 on a machine like this, with the same kind of VM: 141 s and
 * 6,001 requests.
 */
export const plan1000Vms = planBenchmark("plan-1000-vms", "seconds", "s");

/** How many requests that plan sends to the Proxmox API. */
export const plan1000VmsRequests = planBenchmark("plan-1000-vms-requests", "requests", "requests");

function planBenchmark(name: string, measured: "seconds" | "requests", unit: string): Benchmark {
  return {
    name,
    what: `plan 1,000 VMs that are as they should be: ${measured}`,
    unit,
    peer: "bpg/proxmox 0.111.1",
    prepare(folder) {
      const tofu = openTofu();
      const program = compile(join(FOLDER, "ours.ts"), folder);
      const bundle = findBundle(__dirname);
      const workspace = join(folder, "workspace");
      layBundle(bundle, workspace);
      const run = (what: string): number =>
        valueOf(process.execPath, [program, what, workspace, tofu, bundle.version, String(VMS)], {}, SECONDS);
      run("prepare");
      return {
        ours: () => run(measured),
        peer: { missing: "it comes from a registry; measured before: 141 s, 6,001 requests" },
      };
    },
  };
}

function openTofu(): string {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "slipway/opentofu/1.12.6/tofu");
  const found = [process.env["TOFU"], cache].find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error("there is no OpenTofu: npm run set-up gets one");
  return found;
}
