import { FEATURES } from "../../../values/privileges";
import { defineSchema } from "../../framework/schema";

export const schema = defineSchema({
  version: 0,
  description:
    "What the API token may do, against what stacks need at the places that are named: which privileges are missing there, and what each would be needed for. A token with privilege separation has only what was given to the token itself.",
  attributes: {
    vm_ids: {
      type: { list: "number" },
      mode: "optional",
      description: "VMs to be made or changed; without them the privileges are wanted on all: `/vms`.",
    },
    pool_id: {
      type: "string",
      mode: "optional",
      description: "Pool of the VMs: what is granted on it goes for them.",
    },
    nodes: {
      type: { list: "string" },
      mode: "optional",
      description: "Nodes to place VMs on; without them all: `/nodes`. They matter for `placement` only.",
    },
    iso_datastores: { type: { list: "string" }, mode: "optional", description: "Datastores that take ISOs." },
    disk_datastores: { type: { list: "string" }, mode: "optional", description: "Datastores that hold disks." },
    bridges: {
      type: { list: "string" },
      mode: "optional",
      description: "Bridges of the NICs, or VNets of an SDN zone as `zone/vnet`.",
    },
    features: {
      type: { set: "string" },
      mode: "optional",
      description: `What needs privileges of its own and not every stack uses: ${FEATURES.map((feature) => `\`${feature}\``).join(", ")}.`,
    },
    fail_if_missing: {
      type: "bool",
      mode: "optional",
      description: "Whether a missing privilege is an error of the plan rather than a value; false if not set.",
    },
    token_id: { type: "string", mode: "computed", description: "`user@realm!name` of the token." },
    complete: { type: "bool", mode: "computed", description: "Whether nothing is missing." },
    missing: {
      nested: "list",
      mode: "computed",
      description: "Everything that is missing.",
      attributes: {
        path: { type: "string", mode: "computed", description: "Where, such as `/storage/local`." },
        privilege: { type: "string", mode: "computed", description: "What, such as `Datastore.Audit`." },
        needed_to: { type: "string", mode: "computed", description: "What it is needed for, such as `upload ISOs`." },
        role: { type: "string", mode: "computed", description: "The role of Slipway's that has it." },
      },
    },
  },
});
