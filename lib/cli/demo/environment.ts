import { readFileSync } from "node:fs";
import type { LabEnvironment } from "../../lab/types";

/** How the demo is to be set up. */
export interface DemoSettings {
  readonly driver: "bpg" | "native";
  readonly guests: number;
  /** Where the stacks' states lie. */
  readonly stateDirectory: string;
  readonly outputDirectory: string;
  readonly cacheDirectory: string;
}

/**
 * The settings under which the example stacks address the lab. Secrets are named by the files that hold them, so that
 * no child process has one in its environment.
 */
export function settingsFor(lab: LabEnvironment, demo: DemoSettings): Readonly<Record<string, string>> {
  const { bastion } = lab;
  return {
    PROXMOX_VE_ENDPOINT: lab.endpoint,
    PROXMOX_VE_CA_FILE: lab.caFile,
    PROXMOX_VE_API_TOKEN_FILE: lab.apiTokenFile,
    SLIPWAY_SEAL_SECRET_FILE: lab.sealSecretFile,
    SLIPWAY_DRIVER: demo.driver,
    SLIPWAY_NODES: lab.nodes.join(","),
    SLIPWAY_ISO_DATASTORE: lab.datastores.iso,
    SLIPWAY_DISK_DATASTORE: lab.datastores.disks,
    SLIPWAY_BRIDGE: lab.bridge,
    SLIPWAY_BASTION: `${bastion.user}@${bastion.host}:${bastion.port}`,
    SLIPWAY_BASTION_HOST_KEY: bastion.hostKey,
    SLIPWAY_IDENTITY_FILE: lab.sshIdentityFile,
    SLIPWAY_SSH_PUBLIC_KEY_FILE: lab.sshPublicKeyFile,
    SLIPWAY_RELEASE_FILE: lab.releaseFile,
    SLIPWAY_SIGNING_KEYS_FILE: lab.signingKeysFile,
    SLIPWAY_GUESTS: String(demo.guests),
    SLIPWAY_STATE_DIRECTORY: demo.stateDirectory,
    SLIPWAY_CACHE_DIR: demo.cacheDirectory,
    CDKTF_OUTDIR: demo.outputDirectory,
    // bpg/proxmox has no setting for a certificate: it trusts what Go's TLS does, and reads no token from a file.
    ...(demo.driver === "bpg"
      ? { SSL_CERT_FILE: lab.caFile, PROXMOX_VE_API_TOKEN: readFileSync(lab.apiTokenFile, "utf8").trim() }
      : {}),
  };
}

/** Settings of the user's own that must not leak into a demo against the lab. */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(SLIPWAY_|PROXMOX_VE_|CDKTF_OUTDIR$|TF_VAR_|TF_CLI_ARGS)/.test(name)),
  );
}
