import type { Need, NodeLoad } from "./model";

const MIB = 1024 ** 2;

/** The node, or why each of them is none. */
export type Choice =
  { readonly node: string } | { readonly reasons: readonly { readonly node: string; readonly why: string }[] };

/**
 * Chooses the node that would have the smallest part of its memory taken; among equals that with the fewest cores
 * promised for each it has, and then by name, so that the same cluster gives the same answer.
 */
export function choose(nodes: readonly NodeLoad[], need: Need): Choice {
  const judged = nodes.map((node) => ({ node, why: obstacle(node, need) }));
  const [best] = judged
    .flatMap(({ node, why }) => (why === undefined ? [node] : []))
    .sort(
      (a, b) =>
        memoryAfter(a, need) - memoryAfter(b, need) || coresAfter(a, need) - coresAfter(b, need) || byName(a, b),
    );
  if (best !== undefined) return { node: best.name };
  return {
    reasons: judged.map(({ node, why = "" }) => ({ node: node.name, why })).sort((a, b) => (a.node < b.node ? -1 : 1)),
  };
}

/** The nodes with one machine more. */
export function placed(nodes: readonly NodeLoad[], on: string, { memoryMib, cores }: Need): readonly NodeLoad[] {
  return nodes.map((node) =>
    node.name === on ? { ...node, memoryBytes: node.memoryBytes + memoryMib * MIB, cores: node.cores + cores } : node,
  );
}

function obstacle(node: NodeLoad, need: Need): string | undefined {
  if (need.nodes !== null && !need.nodes.includes(node.name)) return "is not among nodes";
  if (!node.online) return "is not online";
  if (node.capacity === null) return `does not show its load: the token lacks Sys.Audit on /nodes/${node.name}`;
  const missing = need.datastores.filter((name) => !node.datastores.has(name));
  if (missing.length > 0) return `lacks datastore ${missing.join(", ")}, or the token lacks Datastore.Audit on it`;
  if (need.cores > node.capacity.cores) return `has ${node.capacity.cores} cores, ${need.cores} are needed`;
  const free = node.capacity.memoryBytes - node.memoryBytes;
  if (need.memoryMib * MIB > free) {
    return `has ${Math.max(0, Math.floor(free / MIB))} MiB of memory left, ${need.memoryMib} are needed`;
  }
  return undefined;
}

function memoryAfter({ memoryBytes, capacity }: NodeLoad, { memoryMib }: Need): number {
  return (memoryBytes + memoryMib * MIB) / (capacity?.memoryBytes ?? 1);
}

function coresAfter(node: NodeLoad, need: Need): number {
  return (node.cores + need.cores) / (node.capacity?.cores ?? 1);
}

function byName(a: NodeLoad, b: NodeLoad): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
