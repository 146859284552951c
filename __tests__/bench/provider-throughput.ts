import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark } from "./harness/benchmark";
import { compile, valueOf } from "./harness/process";

const RESOURCES = 3000;

/** What a resource may cost, and what the provider may take: there is no other program that does the same. */
const LIMIT = { cpu: 1, memory: 120 };

/**
 * Takes 3,000 resources through their whole life: created, looked at again, changed and removed, 13 calls each, ten
 * under way at a time, over gRPC with mutual TLS as OpenTofu speaks it. The caller is a program of ours, so that the
 * provider is never kept waiting; OpenTofu itself takes more time than the provider for the same.
 *
 * Each resource is a `slipway_digest` of a text of its own, which asks nobody else, so that no server's time is measured;
 * what documents of other kinds cost is measured elsewhere. The value is the processor time of the provider's process in
 * milliseconds, its start included, divided by the number of resources.
 */
export const providerThroughput = lifeBenchmark(
  "provider-throughput",
  "cpu",
  "ms of CPU a resource",
  "the provider's processor time for the whole life of 3,000 resources",
);

/** The most memory that the provider takes meanwhile. */
export const providerThroughputMemory = lifeBenchmark(
  "provider-throughput-memory",
  "memory",
  "MiB",
  "the most memory that it takes meanwhile",
);

function lifeBenchmark(name: string, of: keyof typeof LIMIT, unit: string, what: string): Benchmark {
  return {
    name,
    what,
    unit,
    peer: "the limit",
    prepare(folder) {
      if (!existsSync("/proc/self/status")) throw new Error(`${name} reads /proc, which is only on Linux`);
      const program = compile(join(__dirname, "provider-throughput/life.ts"), folder);
      const provider = join(__dirname, "../../dist/provider/terraform-provider-slipway");
      const environment = { XDG_CACHE_HOME: folder };
      return {
        ours: () => valueOf(process.execPath, [program, provider, String(RESOURCES), of], environment, 300),
        peer: () => LIMIT[of],
      };
    },
  };
}
