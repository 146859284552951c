import type { Attributes } from "../../../framework/schema";

/** How much a VM has of its node. */
export const sizingAttributes = {
  cores: { type: "number", mode: "optional-computed", default: 2, description: "Cores of each socket." },
  sockets: { type: "number", mode: "optional-computed", default: 1, description: "Sockets." },
  cpu_type: { type: "string", mode: "optional-computed", default: "x86-64-v2-AES", description: "Emulated CPU." },
  cpu_limit: {
    type: "number",
    mode: "optional",
    description:
      "The most time that it gets, in cores of the node, such as `1.5`: 0.01 to 128. Without it, no limit. Changed while the VM runs.",
  },
  cpu_units: {
    type: "number",
    mode: "optional",
    description:
      "Its weight when the VMs of a node want more time than there is: 1 to 262144, of which Proxmox counts no more than 10000; without it, Proxmox's default (100). Changed while the VM runs.",
  },
  numa: {
    type: "bool",
    mode: "optional-computed",
    default: false,
    description:
      "Shows the guest a NUMA node for each socket, with its share of the memory, which has to come out even.",
  },
  memory_mib: { type: "number", mode: "required", description: "Memory, in MiB." },
  memory_minimum_mib: {
    type: "number",
    mode: "optional",
    description:
      "The memory that it starts with, in MiB: a balloon in the guest holds the rest. It gets more, up to `memory_mib`, while the node has room, and gives it back when there is little left. Another amount is taken while the VM runs. Without it, there is no balloon: it has all of its memory from the start.",
  },
} as const satisfies Attributes;
