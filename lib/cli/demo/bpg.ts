import { readUserConfiguration } from "../cli-configuration";

const REGISTRY = "https://registry.opentofu.org/v1/providers/bpg/proxmox/versions";

/** Whether OpenTofu could install bpg/proxmox: from the registry, or from where the CLI configuration says. Takes at most 2.5 s. */
export async function canHaveBpg(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (/provider_installation|dev_overrides/.test(readUserConfiguration(env) ?? "")) return true;
  try {
    const response = await fetch(REGISTRY, { method: "HEAD", signal: AbortSignal.timeout(2500) });
    return response.ok;
  } catch {
    return false;
  }
}
