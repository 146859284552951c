import { bench } from "./harness/command";
import { benchmarks } from "./registry";

process.exitCode = bench(process.argv.slice(2), benchmarks, process.stdout, process.stderr);
