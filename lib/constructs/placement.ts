import { Placement as PlacementResource } from "@slipway/provider-slipway/lib/placement";
import { Construct } from "constructs";
import { z } from "zod";
import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { late } from "../values/late";
import { checkLater } from "./app-check";
import { defined } from "./defined";
import type { Proxmox } from "./proxmox";
import { attributeText } from "./structure";
import { known, toLateDeep } from "./tokens";
import { named } from "./vm-names";

/** Properties of {@link Placement}. Any of them but `proxmox` may be a CDKTF token, or hold some; of `keepers`, only its values. */
export interface PlacementProps {
  readonly proxmox: Proxmox;

  /**
   * What is placed: for messages, and for the order among machines that are placed at the same time.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Memory that is needed, in MiB.
   *
   * @default 4096
   */
  readonly memoryMiB?: number;

  /**
   * Cores that are needed, those of all sockets together.
   *
   * @default 2
   */
  readonly cores?: number;

  /**
   * Datastores that the node must have. It needs Datastore.Audit on them.
   *
   * @default - the cluster's for disks
   */
  readonly datastores?: readonly string[];

  /**
   * The nodes to choose from.
   *
   * @default - the cluster's
   */
  readonly nodes?: readonly string[];

  /**
   * Any values; when one of them changes later, a node is chosen anew. A VM that is there already stays where it is, yet its
   * CD goes to the new node: on a datastore that the nodes do not share, out of the VM's reach.
   *
   * @default - the node is kept for good
   */
  readonly keepers?: Readonly<Record<string, string>>;
}

/**
 * The node with the least load that a machine fits on, chosen when it is first applied and kept from then on: for
 * `nodeName` of a machine. Machines that are placed by one apply see each other, and so are spread. It needs Sys.Audit on
 * the nodes.
 *
 * One placement a machine: for several it would look for the room of one, and put them all on one node.
 */
export class Placement extends Construct {
  /** The node that was chosen: a token, known once it is applied. */
  readonly nodeName: string;

  /** The resource of Slipway's provider, which makes it whatever the driver is. */
  readonly resource: PlacementResource;

  /** The cluster that the node is one of. */
  readonly proxmox: Proxmox;

  readonly memoryMiB: number;
  readonly cores: number;

  constructor(scope: Construct, id: string, props: PlacementProps) {
    super(scope, id);
    const { proxmox, name = id, memoryMiB = 4096, cores = 2, keepers } = props;
    const { datastores = [proxmox.diskDatastore], nodes = proxmox.nodes } = props;
    this.proxmox = proxmox;
    this.memoryMiB = memoryMiB;
    this.cores = cores;
    this.resource = new PlacementResource(
      this,
      "node",
      defined({
        ...proxmox.slipway(this),
        name: attributeText(name),
        memoryMib: memoryMiB,
        cores,
        datastores: [...datastores],
        nodes: [...nodes],
        keepers: keepers === undefined ? undefined : literal(keepers),
      }),
    );
    this.nodeName = this.resource.nodeName;
    checkLater(this, () =>
      check(schema, toLateDeep({ name, memoryMiB, cores, datastores, nodes, keepers }), "placement"),
    );
  }

  /** What is wrong with a machine on this node: no more than the placement asks for was looked for. */
  problems(need: { readonly memoryMiB: number; readonly cores: number }): readonly Problem[] {
    return [
      ...this.tooSmall("memoryMiB", known(need.memoryMiB), known(this.memoryMiB), " MiB"),
      ...this.tooSmall("cores", known(need.cores), known(this.cores), ""),
    ];
  }

  private tooSmall(
    prop: "memoryMiB" | "cores",
    need: number | undefined,
    asked: number | undefined,
    unit: string,
  ): readonly Problem[] {
    if (need === undefined || asked === undefined || need <= asked) return [];
    return [
      {
        code: "placement/too-little-room",
        severity: "error",
        path: ["nodeName"],
        what: `"${this.node.path}" looks for a node with room for less than this machine has`,
        got: `${prop} ${need}${unit}`,
        allowed: `${asked}${unit} or less`,
        fix: `set ${prop} of the placement to ${need}`,
      },
    ];
  }
}

const schema = z.strictObject({
  name: late(z.string().regex(/^[^\p{Cc}]{1,64}$/u, "not 1 to 64 characters")),
  memoryMiB: late(z.number().int().min(16).max(16_777_216)),
  cores: late(z.number().int().min(1).max(8192)),
  datastores: z.array(named),
  nodes: z.array(named).min(1),
  keepers: z.record(z.string(), late(z.string())).optional(),
});

function literal(keepers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(keepers).map(([key, value]) => [attributeText(key), attributeText(value)]));
}

/** The name of a node, or of the one that is chosen. */
export function nodeNameOf(node: string | Placement): string {
  return typeof node === "string" ? node : node.nodeName;
}

/** A machine, as far as its place is concerned. */
interface Placed {
  readonly cores: number;
  readonly sockets?: number | undefined;
  readonly memoryMiB: number;
}

/** What is wrong with a machine at its place; nothing if that is a node's name. */
export function placeProblems(
  node: string | Placement | undefined,
  proxmox: Proxmox,
  { cores, sockets = 1, memoryMiB }: Placed,
): readonly Problem[] {
  if (node === undefined || typeof node === "string") return [];
  if (node.proxmox !== proxmox && node.proxmox.identity !== proxmox.identity) return [otherCluster(node, proxmox)];
  const isKnown = [cores, sockets].every((count) => known(count) !== undefined);
  return node.problems({ memoryMiB, cores: isKnown ? cores * sockets : cores });
}

function otherCluster(node: Placement, proxmox: Proxmox): Problem {
  return {
    code: "placement/other-cluster",
    severity: "error",
    path: ["nodeName"],
    what: `"${node.node.path}" chooses a node of another cluster than that of this machine`,
    got: node.proxmox.node.path,
    allowed: proxmox.node.path,
    fix: "give the machine a placement of its own cluster",
  };
}
