import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Benchmark } from "./harness/benchmark";
import { compile, valueOf } from "./harness/process";

const ROOT = join(__dirname, "../..");
const FOLDER = join(__dirname, "provider-start");

/** Starts of which each run takes the median: a single one is at the mercy of whatever else runs just then. */
const STARTS = 5;

/**
 * From the start of the provider's process until it says where it listens, which OpenTofu waits for two to four times in
 * each of its commands. Wall-clock time; Node's own start is in it, on both sides.
 *
 * Ours is the file that is delivered, as it starts every time but the first on a machine: with its compiled code kept
 * from the start before. The peer is what esbuild makes of the same program, minified, in one file.
 */
export const providerStart = startBenchmark("provider-start", "start the provider until it says where it listens", {});

/** The same where nothing can be kept. */
export const providerStartCold = startBenchmark("provider-start-cold", "the same without code compiled before", {
  SLIPWAY_CODE_CACHE: "off",
});

function startBenchmark(name: string, what: string, settings: Readonly<Record<string, string>>): Benchmark {
  return {
    name,
    what,
    unit: "ms",
    peer: "the same program as esbuild bundles it",
    prepare(folder) {
      const program = compile(join(FOLDER, "starts.ts"), folder);
      const plain = join(folder, "plain.cjs");
      buildSync({
        entryPoints: [join(ROOT, "lib/provider/main.ts")],
        outfile: plain,
        bundle: true,
        minify: true,
        platform: "node",
        target: "node20",
        format: "cjs",
        external: ["cpu-features", "*.node"],
        logLevel: "error",
      });
      const delivered = join(ROOT, "dist/provider/terraform-provider-slipway");
      const environment = { ...settings, XDG_CACHE_HOME: folder };
      const run = (file: string) => () => valueOf(process.execPath, [program, file, String(STARTS)], environment);
      return { ours: run(delivered), peer: run(plain) };
    },
  };
}
