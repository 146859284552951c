import type { Schema } from "./framework/schema";

/** The provider block. Every attribute may come from the environment instead; the block wins. */
export const schema: Schema = {
  version: 0,
  description:
    "Files, customised ISOs, virtual machines and installations of Fedora CoreOS on Proxmox VE. Everything may come from the environment.",
  attributes: {
    endpoint: {
      type: "string",
      mode: "optional",
      description: "URL of the Proxmox VE API, such as `https://pve.example:8006`. Or PROXMOX_VE_ENDPOINT.",
    },
    ca_certificate: {
      type: "string",
      mode: "optional",
      description:
        "PEM of the authorities that may sign the API's certificate, if they are none that the system knows. Or the file that PROXMOX_VE_CA_FILE names.",
    },
    fingerprint: {
      type: "string",
      mode: "optional",
      description:
        "sha256 of the certificate that the API shows, in hex, with or without colons. Any other certificate is refused, whoever signed it; this one is taken, unless `ca_certificate` is set and did not sign it. Or PROXMOX_VE_FINGERPRINT.",
    },
    insecure: {
      type: "bool",
      mode: "optional",
      description:
        "Does not verify the API's certificate: for trials only, and warned of on each plan. Or PROXMOX_VE_INSECURE.",
    },
    api_token: {
      type: "string",
      mode: "optional",
      sensitive: true,
      description: "`user@realm!name=secret`. Or PROXMOX_VE_API_TOKEN.",
    },
    api_token_file: {
      type: "string",
      mode: "optional",
      description: "Path of a file that holds the API token. Or PROXMOX_VE_API_TOKEN_FILE.",
    },
    seal_secret: {
      type: "string",
      mode: "optional",
      sensitive: true,
      description: "At least 32 characters, from which the machines' host keys are derived. Or SLIPWAY_SEAL_SECRET.",
    },
    seal_secret_file: {
      type: "string",
      mode: "optional",
      description: "Path of a file that holds the seal secret. Or SLIPWAY_SEAL_SECRET_FILE.",
    },
    cache_directory: {
      type: "string",
      mode: "optional",
      description: "Where downloaded images are kept. Or SLIPWAY_CACHE_DIR; else the user's cache folder.",
    },
    cache_limit_mib: {
      type: "number",
      mode: "optional",
      description:
        "How much of them is kept, in MiB: beyond it, those go that were used longest ago and are not in use. 10240 by default. Or SLIPWAY_CACHE_LIMIT_MIB.",
    },
    signing_keys_file: {
      type: "string",
      mode: "optional",
      description:
        "Path of a file with OpenPGP public keys that may sign images beside Fedora's, which are always trusted. Or SLIPWAY_SIGNING_KEYS_FILE.",
    },
  },
};
