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
  const cds = localCds(vm).map((volid) => ({ cdrom: 1, volid }));
  return {
    allowed_nodes: cds.length > 0 ? [] : [...call.cluster.nodes.keys()].filter((name) => name !== vm.node),
    local_disks: [...[...vm.disks.values()].map(({ volid, sizeBytes }) => ({ size: sizeBytes, volid })), ...cds],
    local_resources: [],
    running: vm.running ? 1 : 0,
  };
}
