import { z } from "zod";
import { refuse } from "../values/check";
import { late } from "../values/late";

/** How a VM shares its node with others, beyond its cores and its memory. */
export interface VmSizing {
  /**
   * Sockets, each with as many cores as `cores` says: up to 16.
   *
   * @default 1
   */
  readonly sockets?: number | undefined;

  /**
   * Shows the guest a NUMA node for each socket, with its share of the memory, which has to come out even.
   *
   * @default false
   */
  readonly numa?: boolean | undefined;

  /**
   * The most time that it gets, in cores of the node, such as 1.5: 0.01 to 128.
   *
   * @default - no limit
   */
  readonly cpuLimit?: number | undefined;

  /**
   * Its weight when the VMs of a node want more time than there is: 1 to 262144, of which Proxmox counts no more than 10000.
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
  sockets: late(z.number().int().min(1).max(16)).optional(),
  numa: late(z.boolean()).optional(),
  cpuLimit: late(z.number().min(0.01).max(128)).optional(),
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

/** Refuses memory that the sockets cannot share evenly: QEMU does not start with it. */
export function refuseUnevenNuma(
  {
    memoryMiB,
    sockets = 1,
    numa,
  }: { readonly memoryMiB: unknown; readonly sockets?: unknown; readonly numa?: unknown },
  context: Parameters<typeof refuse>[0],
): void {
  if (numa !== true || typeof memoryMiB !== "number" || typeof sockets !== "number" || memoryMiB % sockets === 0)
    return;
  refuse(context, {
    code: "vm/uneven-numa",
    path: ["numa"],
    what: `${sockets} sockets cannot have the same share of its memory`,
    got: `${memoryMiB} MiB`,
    allowed: `a multiple of ${sockets} MiB`,
    fix: `set memoryMiB to ${Math.ceil(memoryMiB / sockets) * sockets}`,
  });
}
