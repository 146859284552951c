import type { Attribute, Attributes } from "../../framework/schema";

const connection: Attributes = {
  host: { type: "string", mode: "required", description: "Name or address." },
  host_keys: {
    type: { list: "string" },
    mode: "required",
    description:
      "Public host keys, each as `ssh-ed25519 AAAA…`, and authorities that may have signed it, each as `@cert-authority ssh-ed25519 AAAA…` or, for some hosts only, `@cert-authority *.example.com ssh-ed25519 AAAA…`. A certificate must be for `host`. `@revoked ssh-ed25519 AAAA…` refuses a key, and what it has signed, in spite of the others. Any other key is refused; there is no trust on first use.",
  },
  identity_file: {
    type: "string",
    mode: "optional",
    description:
      "Path of the private key on the machine that runs OpenTofu. Without it, the SSH agent of SSH_AUTH_SOCK is asked, for certificates too.",
  },
  certificate_file: {
    type: "string",
    mode: "optional",
    description:
      "Path of the OpenSSH certificate of the key in `identity_file` (Ed25519, ECDSA or RSA), for a server that trusts its authority.",
  },
  identity_agent: {
    type: "string",
    mode: "optional",
    description: "Socket of the SSH agent to ask instead of that of SSH_AUTH_SOCK.",
  },
};

const bastion: Attributes = {
  ...connection,
  port: { type: "number", mode: "optional-computed", default: 22, description: "TCP port." },
  user: { type: "string", mode: "optional-computed", default: "root", description: "Name to log in as." },
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
    answer_timeout: {
      type: "number",
      mode: "optional",
      description: "Most seconds that the answer to a request may take. 60 if it is not set.",
    },
    keep_alive: {
      type: "number",
      mode: "optional",
      description:
        "Seconds of silence after which the server is asked for a sign of life; it counts as lost after three without an answer. 15 if it is not set, 0 for never.",
    },
    bastion: {
      nested: "single",
      mode: "optional",
      description: "SSH server to reach it through, such as the Proxmox host.",
      attributes: bastion,
    },
    bastions: {
      nested: "list",
      mode: "optional",
      description:
        "Several of them, instead of `bastion`: the first is reached directly, each other one through the one before it.",
      attributes: bastion,
    },
  },
};
