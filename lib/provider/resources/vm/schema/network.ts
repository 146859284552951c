import type { Attributes } from "../../../framework/schema";

/** One NIC. */
export const nicAttributes = {
  bridge: {
    type: "string",
    mode: "required",
    description:
      "Bridge on the node. One that has neither a port nor an address of the node isolates its guests from all else.",
  },
  mac_address: { type: "string", mode: "required", description: "Upper-case, with colons." },
  model: { type: "string", mode: "optional-computed", default: "virtio", description: "Emulated NIC." },
  vlan_id: { type: "number", mode: "optional", description: "VLAN tag, 1 to 4094." },
  trunks: {
    type: { list: "string" },
    mode: "optional",
    description: "VLANs that pass with their tags, such as `20` or `30-39`, on a VLAN-aware bridge.",
  },
  mtu: { type: "number", mode: "optional", description: "MTU of a VirtIO NIC; 1 takes the bridge's." },
  queues: { type: "number", mode: "optional", description: "Packet queues of a VirtIO NIC, 1 to 64." },
  rate: { type: "number", mode: "optional", description: "The most that it sends and receives, in MB a second." },
  link_down: {
    type: "bool",
    mode: "optional-computed",
    default: false,
    description: "As if its cable were pulled.",
  },
  firewall: {
    type: "bool",
    mode: "optional-computed",
    default: true,
    description: "Whether the Proxmox firewall filters this NIC.",
  },
  addresses: {
    type: { list: "string" },
    mode: "optional",
    description: "With the firewall: the only IP addresses that the guest may use on this NIC.",
  },
} as const satisfies Attributes;

const policy = (way: string) =>
  ({
    type: "string",
    mode: "optional-computed",
    default: "ACCEPT",
    description: `For ${way}: \`ACCEPT\`, \`DROP\` or \`REJECT\`.`,
  }) as const;

/** The VM's own firewall. */
export const firewallAttributes = {
  enabled: {
    type: "bool",
    mode: "optional-computed",
    default: true,
    description: "Whether the VM's firewall is on. That of the datacenter must be, too.",
  },
  mac_filter: {
    type: "bool",
    mode: "optional-computed",
    default: true,
    description: "Drops what does not come from the NIC's own MAC address.",
  },
  ip_filter: {
    type: "bool",
    mode: "optional-computed",
    default: true,
    description: "Drops what does not come from the NIC's `addresses`.",
  },
  dhcp: { type: "bool", mode: "optional-computed", default: true, description: "The VM may speak DHCP." },
  verify: {
    type: "bool",
    mode: "optional-computed",
    default: true,
    description:
      "Whether each plan asks Proxmox for these options and for the NICs' addresses, a request each: Proxmox lists neither for all VMs at once. Without, what is changed there by hand goes unseen until the next change of the VM.",
  },
  input_policy: policy("what comes in"),
  output_policy: policy("what goes out"),
} as const satisfies Attributes;
