import { z } from "zod";
import { late } from "../values/late";
import { named } from "./vm-names";

export interface VmDisk {
  /** `virtio0` to `virtio15`, `scsi0` to `scsi30`, `sata0` to `sata5` or `ide0` to `ide3`, but for `ide2`, the CD's. */
  readonly interface: string;
  readonly datastoreId: string;
  readonly sizeGiB: number;

  /**
   * Volume that it is made from, such as `local:import/fcos.qcow2`.
   *
   * @default - it is blank
   */
  readonly importFrom?: string | undefined;

  /** What the guest finds in /dev/disk/by-id: up to 20 characters. */
  readonly serial?: string | undefined;
  readonly backup: boolean;

  /**
   * Part of replication jobs.
   *
   * @default true
   */
  readonly replicate?: boolean | undefined;

  /**
   * Shown to the guest as an SSD. Not on `virtio`.
   *
   * @default false
   */
  readonly ssd?: boolean | undefined;

  /** @default - Proxmox's: none */
  readonly cache?: "none" | "writethrough" | "writeback" | "unsafe" | "directsync" | undefined;

  /** @default - Proxmox's: io_uring */
  readonly aio?: "native" | "threads" | "io_uring" | undefined;

  /** @default - none */
  readonly limits?: VmDiskLimits | undefined;
}

/** What a disk may take of its storage, a second. */
export interface VmDiskLimits {
  readonly readOperations?: number | undefined;
  readonly readOperationsBurst?: number | undefined;
  readonly writeOperations?: number | undefined;
  readonly writeOperationsBurst?: number | undefined;
  readonly readMB?: number | undefined;
  readonly readMBBurst?: number | undefined;
  readonly writeMB?: number | undefined;
  readonly writeMBBurst?: number | undefined;
}

const INTERFACE = /^(?:virtio(?:\d|1[0-5])|scsi(?:[12]?\d|30)|sata[0-5]|ide[013])$/;

const limit = late(z.number().int().min(1)).optional();

/** The shape of {@link VmDisk}. */
export const disk = z.strictObject({
  interface: z.string().regex(INTERFACE, "not a disk's interface"),
  datastoreId: named,
  sizeGiB: late(z.number().int().min(1)),
  importFrom: named.optional(),
  serial: late(z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, "not a serial number")).optional(),
  backup: z.boolean(),
  replicate: z.boolean().optional(),
  ssd: z.boolean().optional(),
  cache: z.enum(["none", "writethrough", "writeback", "unsafe", "directsync"]).optional(),
  aio: z.enum(["native", "threads", "io_uring"]).optional(),
  limits: z
    .strictObject({
      readOperations: limit,
      readOperationsBurst: limit,
      writeOperations: limit,
      writeOperationsBurst: limit,
      readMB: limit,
      readMBBurst: limit,
      writeMB: limit,
      writeMBBurst: limit,
    })
    .optional(),
});

/** Whether disks of this interface can have an I/O thread of their own. */
export function hasIoThread({ interface: name }: Pick<VmDisk, "interface">): boolean {
  return /^(virtio|scsi)/.test(name);
}
