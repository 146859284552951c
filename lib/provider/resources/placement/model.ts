import { z } from "zod";
import type { ModelOf, PlannedOf } from "../../framework/model";
import { parseAnswer } from "../../proxmox/answer";
import type { ProxmoxApi } from "../../proxmox/api";
import type { schema } from "./schema";

/** `slipway_placement` as its schema says, with nothing unknown. */
export type PlacementState = ModelOf<typeof schema>;

/** What a machine needs of its node. */
export interface Need {
  readonly name: string;
  readonly memoryMib: number;
  readonly cores: number;
  readonly datastores: readonly string[];
  /** Null for any. */
  readonly nodes: readonly string[] | null;
}

/** A node as it stands, with what is going to be on it. */
export interface NodeLoad {
  readonly name: string;
  readonly online: boolean;
  /** Null if the token may not see it. */
  readonly capacity: { readonly memoryBytes: number; readonly cores: number } | null;
  /** What is taken: by the node itself and its guests as they are, or by all that its running guests may take if that is more. */
  readonly memoryBytes: number;
  /** Cores of its running guests. */
  readonly cores: number;
  readonly datastores: ReadonlySet<string>;
}

export function needOf({ name, memory_mib, cores, datastores, nodes }: PlannedOf<typeof schema, never>): Need {
  return { name, memoryMib: memory_mib, cores, datastores: datastores ?? [], nodes };
}

const Resources = z.array(
  z.object({
    type: z.string(),
    node: z.string().optional(),
    status: z.string().optional(),
    storage: z.string().optional(),
    maxmem: z.number().default(0),
    mem: z.number().default(0),
    maxcpu: z.number().default(0),
  }),
);
const RESOURCES = "/cluster/resources";

/** All nodes of the cluster, by one request. */
export async function readNodes(api: ProxmoxApi): Promise<readonly NodeLoad[]> {
  const all = parseAnswer(Resources, await api.get(RESOURCES), RESOURCES);
  return all
    .filter(({ type }) => type === "node")
    .map(({ node: name = "", status, maxmem, mem, maxcpu }) => {
      const here = all.filter(({ node }) => node === name);
      const running = here.filter((one) => ["qemu", "lxc"].includes(one.type) && one.status === "running");
      const promised = running.reduce((sum, guest) => sum + guest.maxmem, 0);
      const stores = here.filter((one) => one.type === "storage" && one.status === "available");
      return {
        name,
        online: status === "online",
        capacity: maxmem > 0 ? { memoryBytes: maxmem, cores: maxcpu } : null,
        memoryBytes: Math.max(mem, promised),
        cores: running.reduce((sum, guest) => sum + guest.maxcpu, 0),
        datastores: new Set(stores.flatMap(({ storage }) => (storage === undefined ? [] : [storage]))),
      };
    });
}
