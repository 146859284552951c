// The OpenTofu provider as one file, and the version that its bytes are known by.
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { step } from "./console.mjs";
import { hashOf, isFresh, markFresh } from "./inputs.mjs";
import { bundleInParts } from "./provider-parts.mjs";

const SOURCES = ["provider", "documents", "coreos", "butane", "ignition", "units", "dnsmasq", "ipxe", "values"].map(
  (name) => `lib/${name}`,
);

export async function bundleProvider(root) {
  const folder = join(root, "dist/provider");
  const marker = join(folder, ".inputs");
  const hash = hashOf(root, [
    ...SOURCES,
    "lib/cli/setup/provider.mjs",
    "lib/cli/setup/provider-parts.mjs",
    "package.json",
    "package-lock.json",
  ]);
  if (isFresh(marker, hash)) return;
  await step("provider slipway", async (progress) => {
    progress("bundling");
    const esbuild = createRequire(join(root, "package.json"))("esbuild");
    const bytes = await bundleInParts(esbuild, root, "lib/provider/main.ts");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "terraform-provider-slipway");
    rmSync(marker, { force: true });
    writeFileSync(`${file}.new`, bytes);
    chmodSync(`${file}.new`, 0o755);
    renameSync(`${file}.new`, file);
    const released = `${version}-dev.${digest}`;
    writeFileSync(join(folder, "version.json"), `${JSON.stringify({ version: released })}\n`);
    markFresh(marker, hash);
    return { text: released, always: true };
  });
}
