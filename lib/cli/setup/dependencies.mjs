// The project's npm packages, as the lock file says.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SetupError, step } from "./console.mjs";
import { hashOf, isFresh, markFresh } from "./inputs.mjs";
import { run } from "./process.mjs";

export async function installDependencies(root) {
  const marker = join(root, "node_modules/.slipway-inputs");
  const hash = hashOf(root, [
    "package-lock.json",
    "lib/bindings/provider-proxmox/package.json",
    "lib/bindings/provider-slipway/package.json",
  ]);
  if (isFresh(marker, `${process.version} ${hash}`)) return;
  await step("npm packages", async (progress) => {
    progress("npm ci");
    // npm names its own entry file to the scripts that it runs; called by hand, the one on PATH serves.
    const npm = process.env["npm_execpath"];
    const [command, ...before] = npm !== undefined && existsSync(npm) ? [process.execPath, npm] : ["npm"];
    // The development packages run the project itself, under NODE_ENV=production too.
    const flags = ["--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"];
    const { status, output } = await run(command, [...before, "ci", ...flags], { cwd: root });
    if (status !== 0) throw new SetupError(`npm ci failed:\n${output.trim().slice(-3000)}`);
    markFresh(marker, `${process.version} ${hash}`);
    return { always: true };
  });
}
