// `npm run bench`: named benchmarks, ours beside a peer's; `npm run bench -- --help` says more.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const program = join(root, "__tests__/bench/main.ts");
const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), program, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("close", (status) => process.exit(status ?? 1));
