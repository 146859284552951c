import { z } from "zod";
import { late } from "../values/late";

/** Names of nodes, datastores, bridges, pools, files and CPU types: nothing in them has a meaning for OpenTofu. */
export const named = late(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.+,=:/-]*$/, "not a name in Proxmox"));
