import { z } from "zod";
import { late } from "../values/late";
import { named } from "./vm-names";

/** A VirtIO random number generator, fed from the node's. */
export interface VmRng {
  /** @default "/dev/urandom" */
  readonly source?: "/dev/urandom" | "/dev/random" | "/dev/hwrng" | undefined;

  /**
   * The most bytes in a period; 0 lifts the limit.
   *
   * @default 1024
   */
  readonly maxBytes?: number | undefined;

  /**
   * Milliseconds.
   *
   * @default 1000
   */
  readonly period?: number | undefined;
}

/** A TPM, and where it keeps its state. */
export interface VmTpm {
  readonly datastoreId: string;

  /** @default "v2.0" */
  readonly version?: "v1.2" | "v2.0" | undefined;
}

/** A display. */
export interface VmDisplay {
  /** Such as `std`, `virtio`, `serial0` or `none`. */
  readonly type: (typeof DISPLAYS)[number];

  /**
   * 4 to 512.
   *
   * @default - as much as its type has
   */
  readonly memoryMiB?: number | undefined;
}

/** A watchdog, which the guest has to feed once it has begun to. */
export interface VmWatchdog {
  /** @default "i6300esb" */
  readonly model?: "i6300esb" | "ib700" | undefined;

  /** @default "reset" */
  readonly action?: "reset" | "shutdown" | "poweroff" | "pause" | "debug" | "none" | undefined;
}

/** Membership in the cluster's high availability. It needs Sys.Audit and Sys.Console on `/`. */
export interface VmHa {
  /** @default - as `started` of the VM says */
  readonly state?: "started" | "stopped" | "disabled" | "ignored" | undefined;

  /**
   * How often its start is tried again on a node.
   *
   * @default 1
   */
  readonly maxRestart?: number | undefined;

  /**
   * How often it is then tried on another node.
   *
   * @default 1
   */
  readonly maxRelocate?: number | undefined;

  /**
   * Nodes that it may run on, with their priorities, the highest first: a rule of its own, of Proxmox VE 9.
   *
   * @default - all alike
   */
  readonly nodes?: Readonly<Record<string, number>> | undefined;

  /**
   * Rather stops it than to run it on another node.
   *
   * @default false
   */
  readonly strict?: boolean | undefined;
}

const DISPLAYS = [
  "std",
  "virtio",
  "virtio-gl",
  "vmware",
  "cirrus",
  "qxl",
  "qxl2",
  "qxl3",
  "qxl4",
  "serial0",
  "serial1",
  "serial2",
  "serial3",
  "none",
] as const;

const natural = late(z.number().int().min(0));

/** The shapes of what is above. */
export const devices = {
  rng: z.union([
    z.boolean(),
    z.strictObject({
      source: z.enum(["/dev/urandom", "/dev/random", "/dev/hwrng"]).optional(),
      maxBytes: natural.optional(),
      period: late(z.number().int().min(1)).optional(),
    }),
  ]),
  tpm: z.strictObject({ datastoreId: named, version: z.enum(["v1.2", "v2.0"]).optional() }),
  display: z.strictObject({
    type: z.enum(DISPLAYS),
    memoryMiB: late(z.number().int().min(4).max(512)).optional(),
  }),
  watchdog: z.strictObject({
    model: z.enum(["i6300esb", "ib700"]).optional(),
    action: z.enum(["reset", "shutdown", "poweroff", "pause", "debug", "none"]).optional(),
  }),
  ha: z.strictObject({
    state: z.enum(["started", "stopped", "disabled", "ignored"]).optional(),
    maxRestart: natural.optional(),
    maxRelocate: natural.optional(),
    nodes: z.record(z.string(), late(z.number().int().min(0).max(1000))).optional(),
    strict: late(z.boolean()).optional(),
  }),
};

/** A generator with its source; `true` is one as Proxmox makes it. */
export function rngOf(rng: true | VmRng): VmRng & { readonly source: string } {
  return rng === true ? { source: "/dev/urandom" } : { ...rng, source: rng.source ?? "/dev/urandom" };
}
