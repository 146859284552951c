import { defineSchema } from "../../framework/schema";

export const schema = defineSchema({
  version: 0,
  description:
    "The node with the least load that a machine fits on, chosen when it is first applied and kept from then on. Machines that are placed by one apply see each other, and so are spread. Needs Sys.Audit on the nodes, to see their load.",
  attributes: {
    name: {
      type: "string",
      mode: "required",
      description: "What is placed: for messages, and for the order among machines that are placed at the same time.",
    },
    memory_mib: { type: "number", mode: "required", description: "Memory that it needs, in MiB." },
    cores: {
      type: "number",
      mode: "optional-computed",
      default: 1,
      description: "Cores that it needs; no node starts a VM with more than it has itself.",
    },
    datastores: {
      type: { set: "string" },
      mode: "optional",
      description: "Datastores that the node must have. Needs Datastore.Audit on them.",
    },
    nodes: { type: { set: "string" }, mode: "optional", description: "The nodes to choose from; without it, all." },
    keepers: {
      type: { map: "string" },
      mode: "optional",
      description: "Any values; when one of them changes later, a node is chosen anew.",
    },
    node_name: { type: "string", mode: "computed", description: "The node." },
  },
});
