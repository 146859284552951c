import { node, optionalFlag, optionalText, vmid } from "../parameters/parameter";
import { localCds, migrateVm } from "../vm/migrate-vm";
import type { Call, Route } from "./route";
import { theVm } from "./the-vm";

const permission = { path: "/vms/{vmid}", privileges: ["VM.Migrate"] } as const;

export const migrateRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/migrate",
    parameters: { node, vmid, target: { ...node, optional: true } },
    permission,
    handle: preconditions,
  },
  {
    method: "POST",
    path: "/nodes/{node}/qemu/{vmid}/migrate",
    parameters: {
      node,
      vmid,
      target: node,
      online: optionalFlag,
      "with-local-disks": optionalFlag,
      migration_type: { type: "string", optional: true, enum: ["secure", "insecure"] },
      migration_network: { ...optionalText, format: "CIDR" },
      targetstorage: { ...optionalText, format: "storage-pair-list" },
    },
    permission,
    handle: (call) => migrateVm(call, theVm(call)),
  },
];

/** What would stand in the way of a migration. */
function preconditions(call: Call): unknown {
  const vm = theVm(call);
  const cds = localCds(vm).map((volid) => ({ cdrom: 1, is_unused: 0, size: isoSize(call, vm.node, volid), volid }));
  const disks = [...vm.disks].map(([option, { volid, sizeBytes }]) => ({
    cdrom: 0,
    is_unused: option.startsWith("unused") ? 1 : 0,
    size: sizeBytes,
    volid,
  }));
  return {
    allowed_nodes: cds.length > 0 ? [] : [...call.cluster.nodes.keys()].filter((name) => name !== vm.node),
    "has-dbus-vmstate": 0,
    local_disks: [...disks, ...cds],
    local_resources: [],
    "mapped-resource-info": {},
    "mapped-resources": [],
    running: vm.running ? 1 : 0,
  };
}

function isoSize({ cluster }: Call, node: string, volid: string): number {
  return cluster.storages.find(node, volid.split(":")[0] ?? "").files.get(volid)?.size ?? 0;
}
