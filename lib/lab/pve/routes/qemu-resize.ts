import { digest, node, optionalFlag, vmid } from "../parameters/parameter";
import { resizeDisk } from "../vm/resize-disk";
import { refuseSkipLock } from "../vm/update-vm";
import type { Route } from "./route";
import { theVm } from "./the-vm";

export const resizeRoutes: readonly Route[] = [
  {
    method: "PUT",
    path: "/nodes/{node}/qemu/{vmid}/resize",
    parameters: {
      node,
      vmid,
      digest,
      disk: {
        type: "string",
        enum: [
          ...numbered("ide", 3),
          ...numbered("scsi", 30),
          ...numbered("virtio", 15),
          ...numbered("sata", 5),
        ].concat("efidisk0", "tpmstate0"),
      },
      size: { type: "string", pattern: "\\+?\\d+(\\.\\d+)?[KMGT]?" },
      skiplock: optionalFlag,
    },
    permission: { path: "/vms/{vmid}", privileges: ["VM.Config.Disk"] },
    handle: (call) => {
      refuseSkipLock(call);
      return resizeDisk(call, theVm(call));
    },
  },
];

function numbered(stem: string, highest: number): string[] {
  return Array.from({ length: highest + 1 }, (_, index) => `${stem}${index}`);
}
