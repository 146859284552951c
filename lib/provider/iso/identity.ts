import type { IdentitySchema } from "../framework/schema";

/** By which OpenTofu knows an ISO, of whatever kind: where it lies. */
export const isoIdentity: IdentitySchema = {
  version: 0,
  attributes: {
    node_name: { type: "string", description: "Node through which the datastore is reached." },
    datastore_id: { type: "string", description: "Datastore that holds the ISO." },
    file_name: { type: "string", description: "`<name>-<hash of all inputs>.iso`." },
  },
};
