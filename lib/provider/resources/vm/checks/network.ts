import { isIP } from "node:net";
import type { Problem } from "../../../../values/config-error";
import type { ValueObject } from "../../../framework/values";
import {
  isKnown,
  judge,
  judgeAll,
  type Known,
  matches,
  oneOf,
  problem,
  type Rule,
  type Rules,
  scalars,
  whole,
} from "./judge";

const RULES: Rules = {
  bridge: matches("vm/bridge", /^[A-Za-z][A-Za-z0-9_.-]{0,14}$/, "the name of a bridge, up to 15 characters"),
  mac_address: matches(
    "vm/mac-address",
    /^[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}$/,
    "a unicast MAC address such as BC:24:11:00:00:66",
  ),
  model: oneOf("vm/nic-model", "virtio", "e1000", "e1000e", "rtl8139", "vmxnet3"),
  vlan_id: whole("vm/vlan", 1, 4094),
  mtu: { ...whole("vm/mtu", 1, 65_520), allowed: "1 (the bridge's) or 576 to 65520", holds: isMtu },
  queues: whole("vm/nic-option", 1, 64),
  rate: {
    code: "vm/nic-option",
    holds: (value) => typeof value === "number" && value > 0,
    allowed: "MB a second, above 0",
  },
};

const FIREWALL: Rules = {
  input_policy: oneOf("vm/firewall-policy", "ACCEPT", "DROP", "REJECT"),
  output_policy: oneOf("vm/firewall-policy", "ACCEPT", "DROP", "REJECT"),
};

const ADDRESS: Rule = {
  code: "vm/address",
  holds: isAddress,
  allowed: "an IP address, or a network such as 10.0.0.0/24",
};

const TRUNK: Rule = { code: "vm/trunks", holds: isTrunk, allowed: "a VLAN from 1 to 4094, or a range such as 30-39" };

/** What is wrong with one NIC. */
export function nicProblems(nic: ValueObject, index: number): readonly Problem[] {
  const above = ["network_devices", index];
  return [
    ...judgeAll(nic, RULES, above),
    ...scalars(nic.addresses).flatMap(([place, address]) => judge(ADDRESS, address, [...above, "addresses", place])),
    ...scalars(nic.trunks).flatMap(([place, trunk]) => judge(TRUNK, trunk, [...above, "trunks", place])),
    ...modelProblems(nic, index),
  ];
}

export function firewallProblems(firewall: ValueObject | undefined): readonly Problem[] {
  return judgeAll(firewall, FIREWALL, ["firewall"]);
}

/** Proxmox lets these pass in silence on any other model. */
function modelProblems({ model, ...nic }: ValueObject, index: number): readonly Problem[] {
  if (typeof model !== "string" || model === "virtio") return [];
  return ["queues", "mtu"].flatMap((option) => {
    const value = nic[option];
    if (!isKnown(value)) return [];
    const path = ["network_devices", index, option];
    return [problem("vm/nic-option", path, `a NIC of model ${model} has no such option`, value, "on virtio alone")];
  });
}

function isMtu(value: Known): boolean {
  return Number.isInteger(value) && (value === 1 || (Number(value) >= 576 && Number(value) <= 65_520));
}

function isTrunk(value: Known): boolean {
  const [, first, last] = /^([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?$/.exec(String(value)) ?? [];
  if (first === undefined || Number(first) > 4094) return false;
  return last === undefined || (Number(last) > Number(first) && Number(last) <= 4094);
}

function isAddress(value: Known): boolean {
  const [address = "", prefix, ...rest] = String(value).split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
