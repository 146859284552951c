import { rm } from "node:fs/promises";
import { failure, parameterError } from "../api-error";
import { node, optionalFlag, storage, vmid } from "../parameters/parameter";
import type { NodeStorage } from "../storage/node-storage";
import type { Call, Route } from "./route";

const audit = {
  path: "/storage/{storage}",
  privileges: ["Datastore.Audit", "Datastore.AllocateSpace"],
  any: true,
} as const;

export const storageRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/nodes/{node}/storage",
    parameters: {
      node,
      content: { type: "string", optional: true, format: "pve-storage-content-list" },
      enabled: optionalFlag,
      storage: { ...storage, optional: true },
    },
    handle: listStorages,
  },
  {
    method: "GET",
    path: "/nodes/{node}/storage/{storage}/status",
    parameters: { node, storage },
    permission: audit,
    handle: (call) => {
      const found = theStorage(call);
      return { ...usage(found), content: found.content.join(","), type: found.type };
    },
  },
  {
    method: "GET",
    path: "/nodes/{node}/storage/{storage}/content",
    parameters: {
      node,
      storage,
      content: { type: "string", optional: true, format: "pve-storage-content" },
      vmid: { ...vmid, optional: true },
    },
    permission: audit,
    handle: listContent,
  },
  {
    method: "GET",
    path: "/nodes/{node}/storage/{storage}/content/{volume}",
    parameters: { node, storage: { ...storage, optional: true }, volume: { type: "string" } },
    greedy: true,
    handle: describeVolume,
  },
  {
    method: "DELETE",
    path: "/nodes/{node}/storage/{storage}/content/{volume}",
    parameters: {
      node,
      storage: { ...storage, optional: true },
      volume: { type: "string" },
      delay: { type: "integer", optional: true, minimum: 1, maximum: 30 },
    },
    greedy: true,
    handle: deleteVolume,
  },
];

function theStorage({ cluster, values }: Call): NodeStorage {
  return cluster.storages.find(cluster.node(values.text("node")).name, values.text("storage"));
}

function usage({ total, used }: NodeStorage): Record<string, number> {
  return { active: 1, avail: Math.max(0, total - used), enabled: 1, shared: 0, total, used };
}

function listStorages({ cluster, caller, values }: Call): unknown[] {
  const wanted = values.list("content");
  const [id, privileges] = [values.optionalText("storage"), ["Datastore.Audit", "Datastore.AllocateSpace"]];
  return cluster.storages
    .ofNode(cluster.node(values.text("node")).name)
    .filter((found) => id === undefined || found.id === id)
    .filter((found) => wanted.length === 0 || found.content.some((content) => wanted.includes(content)))
    .filter((found) => cluster.access.has(caller, `/storage/${found.id}`, privileges, true))
    .map((found) => ({
      ...usage(found),
      content: found.content.join(","),
      storage: found.id,
      type: found.type,
      used_fraction: found.used / found.total,
    }));
}

/** Disks of VMs are shown to those who may change the disks of that VM, or administer the storage. */
function listContent(call: Call): unknown[] {
  const { cluster, caller, values } = call;
  const found = theStorage(call);
  const [content, owner] = [values.optionalText("content"), values.optionalNumber("vmid")];
  const administers = cluster.access.has(caller, `/storage/${found.id}`, ["Datastore.Allocate"]);
  return found
    .volumes()
    .filter((volume) => content === undefined || volume.content === content)
    .filter((volume) => owner === undefined || volume.vmid === owner)
    .filter(
      (volume) =>
        volume.vmid === undefined ||
        administers ||
        (cluster.access.has(caller, `/storage/${found.id}`, ["Datastore.Audit"]) &&
          cluster.access.has(caller, `/vms/${volume.vmid}`, ["VM.Config.Disk"])),
    );
}

interface FoundVolume {
  readonly storage: NodeStorage;
  readonly volid: string;
}

/** The volume may be named with or without its storage. */
function theVolume(call: Call): FoundVolume {
  const { cluster, values } = call;
  const volume = values.text("volume");
  const [prefix] = /^[^:/]+(?=:)/.exec(volume) ?? [];
  const id = values.text("storage");
  if (prefix !== undefined && prefix !== id) {
    throw parameterError({ storage: `storage ID mismatch (${id} != ${prefix})` });
  }
  const found = cluster.storages.find(cluster.node(values.text("node")).name, id);
  return { storage: found, volid: prefix === undefined ? `${id}:${volume}` : volume };
}

function describeVolume(call: Call): unknown {
  const { cluster, caller } = call;
  const { storage: found, volid } = theVolume(call);
  const path = `/storage/${found.id}`;
  const image = found.images.get(volid);
  const file = found.files.get(volid);
  if (!cluster.access.has(caller, path, ["Datastore.Allocate"])) {
    if (image === undefined) {
      cluster.access.check(caller, path, ["Datastore.AllocateSpace", "Datastore.Audit"], true);
    } else {
      cluster.access.check(caller, path, ["Datastore.Audit"]);
      cluster.access.check(caller, `/vms/${image.vmid}`, ["VM.Config.Disk"]);
    }
  }
  const volume = found.volumes().find((item) => item.volid === volid);
  if (volume === undefined) {
    throw failure(`volume_size_info on '${volid}' failed - no such volume`);
  }
  const name = volid.slice(found.id.length + 1);
  return {
    format: volume.format,
    path: file?.path ?? `/dev/pve/${name}`,
    size: volume.size,
    used: volume.size,
  };
}

/** Deleting anything from a storage takes the right to administer it. */
function deleteVolume(call: Call): string {
  const { cluster, caller } = call;
  const { storage: found, volid } = theVolume(call);
  cluster.access.check(caller, `/storage/${found.id}`, ["Datastore.Allocate"]);
  return cluster.tasks.start({
    node: found.node,
    type: "imgdel",
    id: found.id,
    caller,
    work: async (log) => {
      const file = found.files.get(volid);
      const image = found.images.get(volid);
      if (file === undefined && image === undefined) {
        throw failure(`volume '${volid}' does not exist`);
      }
      found.files.delete(volid);
      if (file !== undefined) {
        await rm(file.path, { force: true });
      }
      if (image !== undefined) {
        cluster.freeDisk(found.node, image.disk);
      }
      log(`Removed volume '${volid}'`);
    },
  });
}
