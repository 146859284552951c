import type { Schema } from "../../framework/schema";

export const schema: Schema = {
  version: 0,
  description:
    "The public half of an Ed25519 host key that the provider derives from its seal secret (HKDF). The private half leaves the provider only inside an ISO.",
  attributes: {
    name: { type: "string", mode: "required", description: "Whose key it is, such as the name of the VM." },
    generation: { type: "number", mode: "optional", description: "Raise it to rotate the key; 1 if not set." },
    public_key: { type: "string", mode: "computed", description: "`ssh-ed25519 AAAA…`." },
    fingerprint: { type: "string", mode: "computed", description: "`SHA256:…`, as ssh shows it." },
  },
};
