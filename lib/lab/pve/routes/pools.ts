import { failure } from "../api-error";
import { optionalFlag, optionalText, poolid } from "../parameters/parameter";
import { resourceStatus } from "../vm/vm-status";
import type { Call, Route } from "./route";

const type = { type: "string", optional: true, enum: ["qemu", "lxc", "storage"] } as const;
const allocate = { path: "/pool/{poolid}", privileges: ["Pool.Allocate"] } as const;

export const poolRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/pools",
    parameters: { poolid: { ...poolid, optional: true }, type: { ...type, requires: "poolid" } },
    handle: listPools,
  },
  {
    method: "POST",
    path: "/pools",
    parameters: { poolid, comment: optionalText },
    permission: allocate,
    handle: createPool,
  },
  {
    method: "PUT",
    path: "/pools",
    parameters: {
      poolid,
      comment: optionalText,
      delete: optionalFlag,
      "allow-move": optionalFlag,
      storage: { type: "string", optional: true, format: "pve-storage-id-list" },
      vms: { type: "string", optional: true, format: "pve-vmid-list" },
    },
    permission: allocate,
    handle: changePool,
  },
  { method: "DELETE", path: "/pools", parameters: { poolid }, permission: allocate, handle: deletePool },
  {
    method: "GET",
    path: "/pools/{poolid}",
    parameters: { poolid, type },
    permission: { path: "/pool/{poolid}", privileges: ["Pool.Audit"] },
    handle: (call) => {
      const { comment, members } = describe(call, call.values.text("poolid"));
      return { comment, members };
    },
  },
  { method: "DELETE", path: "/pools/{poolid}", parameters: { poolid }, permission: allocate, handle: deletePool },
];

/** All pools in short, or a list of the one that is asked for, with its members. */
function listPools(call: Call): unknown[] {
  const { cluster, caller, values } = call;
  const wanted = values.optionalText("poolid");
  if (wanted !== undefined) {
    cluster.access.check(caller, `/pool/${wanted}`, ["Pool.Audit"]);
    return [describe(call, wanted)];
  }
  return [...cluster.pools]
    .filter(([id]) => cluster.access.has(caller, `/pool/${id}`, ["Pool.Audit"]))
    .map(([id, { comment }]) => ({ poolid: id, comment }));
}

function describe({ cluster, values }: Call, id: string): { poolid: string; comment?: string; members: unknown[] } {
  const { comment, storages } = cluster.pool(id);
  const kind = values.optionalText("type");
  const vms = cluster
    .vmsByNumber()
    .filter((vm) => vm.pool === id)
    .map((vm) => resourceStatus(vm, cluster.ha.members.get(vm.vmid)?.state));
  const stores = [...cluster.nodes.keys()].flatMap((node) =>
    [...storages].map((storage) => ({ id: `storage/${node}/${storage}`, node, storage, type: "storage" })),
  );
  const members = [...(kind === "storage" ? [] : vms), ...(kind === "qemu" ? [] : stores)];
  return { poolid: id, ...(comment === undefined ? {} : { comment }), members: kind === "lxc" ? [] : members };
}

function createPool({ cluster, values }: Call): null {
  const id = values.text("poolid");
  if (cluster.pools.has(id)) {
    throw failure(`create pool failed: pool '${id}' already exists`);
  }
  const comment = values.optionalText("comment");
  cluster.pools.set(id, { storages: new Set(), ...(comment === undefined ? {} : { comment }) });
  return null;
}

function changePool({ cluster, caller, values }: Call): null {
  const id = values.text("poolid");
  const pool = cluster.pool(id);
  const comment = values.optionalText("comment");
  if (comment !== undefined) {
    pool.comment = comment;
  }
  for (const number of values.list("vms")) {
    const vm = cluster.vms.get(Number(number));
    if (vm === undefined) {
      throw failure(`VM ${number} does not exist`);
    }
    cluster.access.check(caller, `/vms/${number}`, ["VM.Allocate", "Permissions.Modify"], true);
    changeMembership(vm, id, values.flag("delete"), values.flag("allow-move"));
  }
  for (const storage of values.list("storage")) {
    cluster.access.check(caller, `/storage/${storage}`, ["Datastore.Allocate", "Permissions.Modify"], true);
    pool.storages[values.flag("delete") ? "delete" : "add"](storage);
  }
  return null;
}

function changeMembership(vm: { vmid: number; pool?: string }, id: string, remove: boolean, move: boolean): void {
  if (remove) {
    if (vm.pool !== id) {
      throw failure(`VM ${vm.vmid} is not a pool member`);
    }
    delete vm.pool;
    return;
  }
  if (vm.pool !== undefined && !move) {
    throw failure(`VM ${vm.vmid} belongs already to pool '${vm.pool}' and 'allow-move' is not set`);
  }
  vm.pool = id;
}

function deletePool({ cluster, values }: Call): null {
  const id = values.text("poolid");
  const { storages } = cluster.pool(id);
  if (storages.size > 0 || cluster.vmsByNumber().some((vm) => vm.pool === id)) {
    throw failure(`delete pool failed: pool '${id}' is not empty`);
  }
  cluster.pools.delete(id);
  return null;
}
