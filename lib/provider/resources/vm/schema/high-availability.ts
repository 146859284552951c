import type { Attributes } from "../../../framework/schema";

/** Membership of a VM in the cluster's high availability. */
export const haAttributes = {
  state: {
    type: "string",
    mode: "optional-computed",
    description:
      "What the cluster keeps the VM in: `started`, `stopped`, `disabled`, or `ignored`, which lets it alone. By default as `started` of the VM says.",
  },
  max_restart: {
    type: "number",
    mode: "optional-computed",
    default: 1,
    description: "How often its start is tried again on a node.",
  },
  max_relocate: {
    type: "number",
    mode: "optional-computed",
    default: 1,
    description: "How often it is then tried on another node.",
  },
  failback: {
    type: "bool",
    mode: "optional-computed",
    default: true,
    description: "Whether it goes back to a node of higher priority that is there again.",
  },
  comment: { type: "string", mode: "optional", description: "Notes on the membership." },
  nodes: {
    type: { map: "number" },
    mode: "optional",
    description:
      "Nodes that it may run on, each with its priority from 0 to 1000, the highest first: a node affinity rule of its own, `slipway-vm-<vm_id>`. Needs Proxmox VE 9, which has rules in place of groups.",
  },
  strict: {
    type: "bool",
    mode: "optional-computed",
    default: false,
    description: "Rather stops the VM than to run it on a node that `nodes` does not name.",
  },
} as const satisfies Attributes;
