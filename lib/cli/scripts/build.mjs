// `npm run build`: what `npm pack` ships, in dist/: the library, the `slipway` command and the provider.
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

rmSync(join(root, "dist/lib"), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);

const command = join(root, "dist/lib/cli/main.js");
const source = readFileSync(command, "utf8");
if (!source.startsWith("#!")) writeFileSync(command, `#!/usr/bin/env node\n${source}`);
chmodSync(command, 0o755);
