// All set-up, in order; each step does nothing when its inputs have not changed.
import { join } from "node:path";
import { bindProxmox, bindSlipway } from "./bindings.mjs";
import { SetupError } from "./console.mjs";
import { installDependencies } from "./dependencies.mjs";
import { withLock } from "./lock.mjs";
import { findOpenTofu } from "./opentofu.mjs";
import { bundleProvider } from "./provider.mjs";

/** @returns {Promise<{tofu: {path: string, version: string}}>} */
export async function setUp(root) {
  if (process.platform === "win32") throw new SetupError("Slipway runs on Linux and macOS. On Windows, use it in WSL.");
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new SetupError(`Node ${process.versions.node} is too old: Slipway needs 20.19 or newer`);
  return withLock(join(root, ".slipway"), async () => {
    await installDependencies(root);
    await bindProxmox(root);
    await bindSlipway(root);
    await bundleProvider(root);
    return { tofu: await findOpenTofu() };
  });
}
