import { failure } from "../api-error";
import type { Route } from "./route";

/** High availability is never set up in the lab; clients ask whether a VM is under it before they migrate it. */
export const haRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/cluster/ha/resources",
    parameters: { type: { type: "string", optional: true, enum: ["ct", "vm"] } },
    permission: { path: "/", privileges: ["Sys.Audit"] },
    handle: () => [],
  },
  {
    method: "GET",
    path: "/cluster/ha/resources/{sid}",
    parameters: { sid: { type: "string", format: "pve-ha-resource-or-vm-id" } },
    permission: { path: "/", privileges: ["Sys.Audit"] },
    handle: ({ values }) => {
      throw failure(`no such resource '${values.text("sid").replace(/^(?=\d)/, "vm:")}'`);
    },
  },
];
