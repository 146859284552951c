import { z } from "zod";
import { refuse, shorten } from "./check";

/** The ids that Proxmox gives to virtual machines; those below 100 are its own. */
export const VM_ID_RANGE = { min: 100, max: 999_999_999 } as const;

/** Number of a virtual machine, unique in its cluster. */
export const vmIdSchema = z.number().superRefine((id, context) => {
  if (Number.isInteger(id) && id >= VM_ID_RANGE.min && id <= VM_ID_RANGE.max) return;
  refuse(context, {
    code: "vm-id/out-of-range",
    what: "this is not the id of a virtual machine",
    got: shorten(id),
    allowed: `a whole number from ${VM_ID_RANGE.min} to ${VM_ID_RANGE.max}`,
    fix: "choose an id that no other VM of the cluster has",
  });
});
