import { z } from "zod";
import { refuse } from "../values/check";
import { late } from "../values/late";

/** How a VM shares its node with others, beyond its cores and its memory. */
export interface VmSizing {
  /**
   * Sockets, each with as many cores as `cores` says.
   *
   * @default 1
   */
  readonly sockets?: number | undefined;

  /**
   * Shows the guest a NUMA node for each socket, with its share of the memory.
   *
   * @default false
   */
  readonly numa?: boolean | undefined;

  /**
   * The most time that it gets, in cores of the node, such as 1.5: up to 128.
   *
   * @default - no limit
   */
  readonly cpuLimit?: number | undefined;

  /**
   * Its weight when the VMs of a node want more time than there is: 1 to 262144.
   *
   * @default - Proxmox's: 100
   */
  readonly cpuUnits?: number | undefined;

  /**
   * The memory that it starts with, in MiB: a balloon in the guest holds the rest. It gets more, up to its memory, while the
   * node has room, and gives it back when there is little left.
   *
   * @default - no balloon: it has all of its memory from the start
   */
  readonly memoryMinimumMiB?: number | undefined;
}

/** The shape of {@link VmSizing}. */
export const sizing = {
  sockets: late(z.number().int().min(1).max(8192)).optional(),
  numa: late(z.boolean()).optional(),
  cpuLimit: late(z.number().positive().max(128)).optional(),
  cpuUnits: late(z.number().int().min(1).max(262_144)).optional(),
  memoryMinimumMiB: late(z.number().int().min(16)).optional(),
};

/** What properties say of it, and nothing else of them. */
export function sizingOf({ sockets, numa, cpuLimit, cpuUnits, memoryMinimumMiB }: VmSizing): VmSizing {
  return { sockets, numa, cpuLimit, cpuUnits, memoryMinimumMiB };
}

/** Refuses to start with more memory than there is. */
export function refuseMinimum(
  { memoryMiB, memoryMinimumMiB }: { readonly memoryMiB: unknown; readonly memoryMinimumMiB?: unknown },
  context: Parameters<typeof refuse>[0],
): void {
  if (typeof memoryMiB !== "number" || typeof memoryMinimumMiB !== "number" || memoryMinimumMiB <= memoryMiB) return;
  refuse(context, {
    code: "vm/minimum-above-memory",
    path: ["memoryMinimumMiB"],
    what: "it cannot start with more memory than it has",
    got: `${memoryMinimumMiB} MiB`,
    allowed: `${memoryMiB} MiB or less`,
    fix: "lower memoryMinimumMiB, or raise memoryMiB",
  });
}
