import type { Attribute, Attributes } from "../../framework/schema";

const connection: Attributes = {
  host: { type: "string", mode: "required", description: "Name or address." },
  host_keys: {
    type: { list: "string" },
    mode: "required",
    description:
      "Public host keys, each as `ssh-ed25519 AAAA…`. Any other key is refused; there is no trust on first use.",
  },
  identity_file: {
    type: "string",
    mode: "optional",
    description:
      "Path of the private key on the machine that runs OpenTofu. Without it, the SSH agent of SSH_AUTH_SOCK is asked.",
  },
};

/** The attribute `server` of every resource that talks SFTP. */
export const server: Attribute = {
  nested: "single",
  mode: "required",
  description: "The SFTP server.",
  attributes: {
    ...connection,
    port: { type: "number", mode: "optional-computed", default: 22, description: "TCP port." },
    user: { type: "string", mode: "required", description: "Name to log in as." },
    connect_timeout: {
      type: "number",
      mode: "optional-computed",
      default: 300,
      description: "Seconds to wait, on create and update, for a server that is still booting.",
    },
    bastion: {
      nested: "single",
      mode: "optional",
      description: "SSH server to reach it through, such as the Proxmox host.",
      attributes: {
        ...connection,
        port: { type: "number", mode: "optional-computed", default: 22, description: "TCP port." },
        user: { type: "string", mode: "optional-computed", default: "root", description: "Name to log in as." },
      },
    },
  },
};
