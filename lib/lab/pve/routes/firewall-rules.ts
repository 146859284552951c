import { failure } from "../api-error";
import { node, optionalText, vmid } from "../parameters/parameter";
import type { Parameter, Parameters } from "../parameters/parameter";
import type { Call, Route } from "./route";
import { theVm } from "./the-vm";

const path = "/nodes/{node}/qemu/{vmid}/firewall/rules";
const audit = { path: "/vms/{vmid}", privileges: ["VM.Audit"] } as const;
const configure = { path: "/vms/{vmid}", privileges: ["VM.Config.Network"] } as const;
const pos: Parameter = { type: "integer", optional: true, minimum: 0 };
const digest: Parameter = { type: "string", optional: true, maxLength: 64 };
const address: Parameter = { type: "string", optional: true, format: "pve-fw-addr-spec", maxLength: 512 };
const action: Parameter = { type: "string", minLength: 2, maxLength: 20, pattern: "[A-Za-z][A-Za-z0-9\\-\\_]+" };
const direction: Parameter = { type: "string", enum: ["in", "out", "forward", "group"] };

const rule: Parameters = {
  comment: optionalText,
  dest: address,
  dport: { type: "string", optional: true, format: "pve-fw-dport-spec" },
  enable: { type: "integer", optional: true, minimum: 0 },
  iface: { type: "string", optional: true, format: "pve-iface", minLength: 2, maxLength: 20 },
  log: {
    type: "string",
    optional: true,
    enum: ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug", "nolog"],
  },
  macro: { type: "string", optional: true, maxLength: 128 },
  proto: { type: "string", optional: true, format: "pve-fw-protocol-spec" },
  source: address,
  sport: { type: "string", optional: true, format: "pve-fw-sport-spec" },
};

/** Rules of a VM's firewall: kept in order, never obeyed. */
export const firewallRuleRoutes: readonly Route[] = [
  {
    method: "GET",
    path,
    parameters: { node, vmid },
    permission: audit,
    handle: (call) => theVm(call).firewall.rules.map((entry, index) => ({ ...entry, pos: index })),
  },
  {
    method: "POST",
    path,
    parameters: { node, vmid, pos, digest, action, type: direction, ...rule },
    permission: configure,
    handle: (call) => {
      theVm(call).firewall.rules.splice(call.values.optionalNumber("pos") ?? 0, 0, ruleOf(call));
      return null;
    },
  },
  {
    method: "GET",
    path: `${path}/{pos}`,
    parameters: { node, vmid, pos },
    permission: audit,
    handle: (call) => ({ ...theRule(call), pos: call.values.text("pos") }),
  },
  {
    method: "PUT",
    path: `${path}/{pos}`,
    parameters: {
      node,
      vmid,
      pos,
      digest,
      action: { ...action, optional: true },
      type: { ...direction, optional: true },
      delete: { type: "string", optional: true, format: "pve-configid-list" },
      ...rule,
    },
    permission: configure,
    handle: (call) => {
      const found = theRule(call);
      call.values.list("delete").forEach((key) => delete found[key]);
      Object.assign(found, ruleOf(call));
      return null;
    },
  },
  {
    method: "DELETE",
    path: `${path}/{pos}`,
    parameters: { node, vmid, pos, digest },
    permission: configure,
    handle: (call) => {
      theRule(call);
      theVm(call).firewall.rules.splice(call.values.number("pos"), 1);
      return null;
    },
  },
];

function ruleOf(call: Call): Record<string, string | number> {
  const ofTheCall = ["node", "vmid", "pos", "digest", "delete"];
  return Object.fromEntries(call.values.entries().filter(([key]) => !ofTheCall.includes(key)));
}

function theRule(call: Call): Record<string, string | number> {
  const found = theVm(call).firewall.rules[call.values.number("pos")];
  if (found === undefined) {
    throw failure(`no rule at position ${call.values.number("pos")}`);
  }
  return found;
}
