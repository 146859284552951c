import { createHash } from "node:crypto";
import { failure } from "../api-error";
import { node, optionalFlag, optionalText, vmid } from "../parameters/parameter";
import type { Parameter } from "../parameters/parameter";
import type { IpSet } from "../vm/vm-firewall";
import type { Call, Route } from "./route";
import { theVm } from "./the-vm";

const path = "/nodes/{node}/qemu/{vmid}/firewall";
const audit = { path: "/vms/{vmid}", privileges: ["VM.Audit"] } as const;
const configure = { path: "/vms/{vmid}", privileges: ["VM.Config.Network"] } as const;
const digest: Parameter = { type: "string", optional: true, maxLength: 64 };
const policy: Parameter = { type: "string", optional: true, enum: ["ACCEPT", "REJECT", "DROP"] };
const name: Parameter = { type: "string", minLength: 2, maxLength: 64, pattern: "[A-Za-z][A-Za-z0-9\\-\\_]+" };
const cidr: Parameter = { type: "string", format: "IPorCIDRorAlias" };
const logLevel: Parameter = {
  type: "string",
  optional: true,
  enum: ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug", "nolog"],
};

/** Options and IP sets of a VM's firewall. */
export const firewallRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${path}/options`,
    parameters: { node, vmid },
    permission: audit,
    handle: (call) => {
      const { options } = theVm(call).firewall;
      return { ...options, digest: digestOf(options) };
    },
  },
  {
    method: "PUT",
    path: `${path}/options`,
    parameters: {
      node,
      vmid,
      digest,
      delete: { type: "string", optional: true, format: "pve-configid-list" },
      dhcp: optionalFlag,
      enable: optionalFlag,
      ipfilter: optionalFlag,
      log_level_in: logLevel,
      log_level_out: logLevel,
      macfilter: optionalFlag,
      ndp: optionalFlag,
      policy_in: policy,
      policy_out: policy,
      radv: optionalFlag,
    },
    permission: configure,
    handle: changeOptions,
  },
  { method: "GET", path: `${path}/ipset`, parameters: { node, vmid }, permission: audit, handle: listSets },
  {
    method: "POST",
    path: `${path}/ipset`,
    parameters: { node, vmid, name, comment: optionalText, digest },
    permission: configure,
    handle: createSet,
  },
  {
    method: "GET",
    path: `${path}/ipset/{name}`,
    parameters: { node, vmid, name },
    permission: audit,
    handle: (call) => {
      const { entries } = theSet(call);
      const sum = digestOf([...entries]);
      return [...entries].map(([address, entry]) => ({ cidr: address, digest: sum, ...entry }));
    },
  },
  {
    method: "DELETE",
    path: `${path}/ipset/{name}`,
    parameters: { node, vmid, name, force: optionalFlag },
    permission: configure,
    handle: deleteSet,
  },
  {
    method: "POST",
    path: `${path}/ipset/{name}`,
    parameters: { node, vmid, name, cidr, comment: optionalText, nomatch: optionalFlag },
    permission: configure,
    handle: addEntry,
  },
  {
    method: "DELETE",
    path: `${path}/ipset/{name}/{cidr}`,
    parameters: { node, vmid, name, cidr, digest },
    permission: configure,
    greedy: true,
    handle: (call) => {
      if (!theSet(call).entries.delete(call.values.text("cidr"))) {
        throw failure(`no such entry '${call.values.text("cidr")}'`);
      }
      return null;
    },
  },
];

function digestOf(content: unknown): string {
  return createHash("sha1").update(JSON.stringify(content)).digest("hex");
}

function changeOptions(call: Call): null {
  const { firewall } = theVm(call);
  const given = call.values.entries().filter(([key]) => !["node", "vmid", "digest", "delete"].includes(key));
  const removed = new Set(call.values.list("delete"));
  const kept = Object.entries(firewall.options).filter(([key]) => !removed.has(key));
  firewall.options = Object.fromEntries([...kept, ...given]);
  return null;
}

function listSets(call: Call): unknown[] {
  const sets = [...theVm(call).firewall.ipSets];
  return sets.map(([id, { comment }]) => ({ comment, digest: digestOf(id), name: id }));
}

function createSet(call: Call): null {
  const { ipSets } = theVm(call).firewall;
  const id = call.values.text("name");
  if (ipSets.has(id)) {
    throw failure(`IPSet '${id}' already exists`);
  }
  const comment = call.values.optionalText("comment");
  ipSets.set(id, { entries: new Map(), ...(comment === undefined ? {} : { comment }) });
  return null;
}

function theSet(call: Call): IpSet {
  const id = call.values.text("name");
  const set = theVm(call).firewall.ipSets.get(id);
  if (set === undefined) {
    throw failure(`no such IPSet '${id}'`);
  }
  return set;
}

function deleteSet(call: Call): null {
  if (theSet(call).entries.size > 0 && !call.values.flag("force")) {
    throw failure(`IPSet '${call.values.text("name")}' is not empty`);
  }
  theVm(call).firewall.ipSets.delete(call.values.text("name"));
  return null;
}

function addEntry(call: Call): null {
  const { entries } = theSet(call);
  const address = call.values.text("cidr");
  if (entries.has(address)) {
    throw failure(`address '${address}' already exists`);
  }
  const comment = call.values.optionalText("comment");
  entries.set(address, {
    ...(comment === undefined ? {} : { comment }),
    ...(call.values.flag("nomatch") ? { nomatch: 1 as const } : {}),
  });
  return null;
}
