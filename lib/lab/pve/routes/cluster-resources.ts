import { parameterError } from "../api-error";
import { vmid } from "../parameters/parameter";
import { resourceStatus } from "../vm/vm-status";
import { nodeLoad } from "./nodes";
import type { Call, Route } from "./route";

export const clusterRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/cluster/resources",
    parameters: { type: { type: "string", optional: true, enum: ["vm", "storage", "node", "sdn"] } },
    handle: listResources,
  },
  { method: "GET", path: "/cluster/nextid", parameters: { vmid: { ...vmid, optional: true } }, handle: nextId },
  {
    method: "GET",
    path: "/cluster/status",
    parameters: {},
    permission: { path: "/", privileges: ["Sys.Audit"] },
    handle: ({ cluster }) => [
      { id: "cluster", name: "lab", nodes: cluster.nodes.size, quorate: 1, type: "cluster", version: 1 },
      ...[...cluster.nodes.keys()].map((name, index) => ({
        id: `node/${name}`,
        ip: "127.0.0.1",
        level: "",
        local: index === 0 ? 1 : 0,
        name,
        nodeid: index + 1,
        online: 1,
        type: "node",
      })),
    ],
  },
];

/** Everything that the caller may audit. */
function listResources(call: Call): unknown[] {
  const type = call.values.optionalText("type");
  const kinds = { vm: vmResources, node: nodeResources, storage: storageResources, sdn: sdnResources };
  return Object.entries(kinds).flatMap(([kind, list]) => (type === undefined || type === kind ? list(call) : []));
}

function vmResources({ cluster, caller }: Call): unknown[] {
  const visible = cluster
    .vmsByNumber()
    .filter(({ vmid: id }) => cluster.access.has(caller, `/vms/${id}`, ["VM.Audit"]));
  return visible.map((vm) => resourceStatus(vm, cluster.ha.members.get(vm.vmid)?.state));
}

function nodeResources({ cluster, caller }: Call): unknown[] {
  return [...cluster.nodes.keys()].map((name) => ({
    id: `node/${name}`,
    level: "",
    node: name,
    status: "online",
    type: "node",
    ...(cluster.access.has(caller, `/nodes/${name}`, ["Sys.Audit"]) ? nodeLoad(cluster, name) : {}),
  }));
}

function storageResources({ cluster, caller }: Call): unknown[] {
  return [...cluster.nodes.keys()].flatMap((node) =>
    cluster.storages
      .ofNode(node)
      .filter(({ id }) => cluster.access.has(caller, `/storage/${id}`, ["Datastore.Audit"]))
      .map(({ id, type, content, used, total }) => ({
        content: content.join(","),
        disk: used,
        id: `storage/${node}/${id}`,
        maxdisk: total,
        node,
        plugintype: type,
        shared: 0,
        status: "available",
        storage: id,
        type: "storage",
      })),
  );
}

function sdnResources({ cluster, caller }: Call): unknown[] {
  const visible = cluster.access.has(caller, "/sdn/zones/localnetwork", ["SDN.Audit"]);
  return visible
    ? [...cluster.nodes.keys()].map((node) => ({
        id: `sdn/${node}/localnetwork`,
        node,
        sdn: "localnetwork",
        status: "ok",
        type: "sdn",
      }))
    : [];
}

/** A free VM id, as text; or the one asked for, if nobody has it. */
function nextId({ cluster, values }: Call): string {
  const wanted = values.optionalNumber("vmid");
  if (wanted !== undefined) {
    if (cluster.vms.has(wanted)) {
      throw parameterError({ vmid: `VM ${wanted} already exists` });
    }
    return String(wanted);
  }
  let id = 100;
  while (cluster.vms.has(id)) {
    id += 1;
  }
  return String(id);
}
