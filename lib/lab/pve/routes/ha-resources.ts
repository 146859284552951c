import { failure } from "../api-error";
import type { Parameters } from "../parameters/parameter";
import { optionalFlag } from "../parameters/parameter";
import type { HaMember, HaState } from "../vm/high-availability";
import type { Call, Route } from "./route";

const audit = { path: "/", privileges: ["Sys.Audit"] } as const;
const change = { path: "/", privileges: ["Sys.Console"] } as const;
const sid = { type: "string", format: "pve-ha-resource-or-vm-id" } as const;
const type = { type: "string", optional: true, enum: ["ct", "vm"] } as const;
const tries = { type: "integer", optional: true, minimum: 0 } as const;
const settings: Parameters = {
  sid,
  comment: { type: "string", optional: true, maxLength: 4096 },
  failback: optionalFlag,
  group: { type: "string", optional: true, format: "pve-configid" },
  max_relocate: tries,
  max_restart: tries,
  state: { type: "string", optional: true, enum: ["started", "stopped", "enabled", "disabled", "ignored"] },
};

/** Members of high availability. */
export const haRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/cluster/ha/resources",
    parameters: { type },
    permission: audit,
    handle: ({ cluster, values }) =>
      values.optionalText("type") === "ct" ? [] : [...cluster.ha.members.values()].map(shown),
  },
  {
    method: "POST",
    path: "/cluster/ha/resources",
    parameters: { ...settings, type },
    permission: change,
    handle: addMember,
  },
  {
    method: "GET",
    path: "/cluster/ha/resources/{sid}",
    parameters: { sid },
    permission: audit,
    handle: (call) => shown(call.cluster.ha.member(numberOf(call))),
  },
  {
    method: "PUT",
    path: "/cluster/ha/resources/{sid}",
    parameters: {
      ...settings,
      delete: { type: "string", optional: true, format: "pve-configid-list", maxLength: 4096 },
      digest: { type: "string", optional: true, maxLength: 64 },
    },
    permission: change,
    handle: changeMember,
  },
  {
    method: "DELETE",
    path: "/cluster/ha/resources/{sid}",
    parameters: { sid, purge: optionalFlag },
    permission: change,
    handle: removeMember,
  },
];

function addMember(call: Call): null {
  const { cluster } = call;
  refuseGroups(call);
  const vmid = numberOf(call);
  if (!cluster.vms.has(vmid)) {
    throw failure(`unable to find VM ${vmid}`);
  }
  if (cluster.ha.members.has(vmid)) {
    throw failure(`create resource failed: resource ID 'vm:${vmid}' already defined`);
  }
  const member: HaMember = { vmid, state: "started" };
  cluster.ha.members.set(vmid, member);
  set(call, member);
  return null;
}

function changeMember(call: Call): null {
  refuseGroups(call);
  const member = call.cluster.ha.member(numberOf(call));
  for (const name of call.values.list("delete")) {
    if (name === "comment" || name === "failback" || name === "max_relocate" || name === "max_restart") {
      delete member[name];
    }
  }
  set(call, member);
  return null;
}

function removeMember(call: Call): null {
  const vmid = numberOf(call);
  if (!call.cluster.ha.members.has(vmid)) {
    throw failure(`cannot delete service 'vm:${vmid}', not HA managed!`);
  }
  call.cluster.ha.remove(vmid);
  return null;
}

function set({ cluster, values }: Call, member: HaMember): void {
  const state = values.optionalText("state");
  const comment = values.optionalText("comment");
  member.state = state === undefined ? member.state : (state as HaState);
  if (comment !== undefined) {
    member.comment = comment;
  }
  for (const name of ["max_restart", "max_relocate"] as const) {
    member[name] = values.optionalNumber(name) ?? member[name] ?? 1;
  }
  if (values.has("failback")) {
    member.failback = values.flag("failback") ? 1 : 0;
  }
  cluster.ha.settle(member.vmid);
}

/** Groups were turned into rules with Proxmox VE 9. */
function refuseGroups({ values }: Call): void {
  if (values.has("group")) {
    throw failure("invalid parameter 'group': ha groups have been migrated to rules");
  }
}

function shown({ vmid, ...member }: HaMember): Record<string, unknown> {
  return { digest: "0".repeat(40), sid: `vm:${vmid}`, type: "vm", ...member };
}

function numberOf({ values }: Call): number {
  const text = values.text("sid");
  if (text.startsWith("ct:")) {
    throw failure(`no such resource '${text}'`);
  }
  return Number(text.replace("vm:", ""));
}
