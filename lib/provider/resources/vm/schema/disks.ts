import type { Attributes } from "../../../framework/schema";

const limit = (what: string) => ({ type: "number", mode: "optional", description: what }) as const;

/** What a disk may take of the storage, in Proxmox's own names. `_max` is for bursts. */
const limits = {
  iops: limit("Operations a second, read and written."),
  iops_rd: limit("Operations a second, read."),
  iops_wr: limit("Operations a second, written."),
  iops_max: limit("Burst of operations a second, read and written."),
  iops_rd_max: limit("Burst of operations a second, read."),
  iops_wr_max: limit("Burst of operations a second, written."),
  mbps: limit("MB a second, read and written."),
  mbps_rd: limit("MB a second, read."),
  mbps_wr: limit("MB a second, written."),
  mbps_max: limit("Burst of MB a second, read and written."),
  mbps_rd_max: limit("Burst of MB a second, read."),
  mbps_wr_max: limit("Burst of MB a second, written."),
} as const satisfies Attributes;

/** One disk. */
export const diskAttributes = {
  interface: {
    type: "string",
    mode: "required",
    description: "`virtio0` to `virtio15`, `scsi0` to `scsi30`, `sata0` to `sata5` or `ide0` to `ide3`.",
  },
  datastore_id: { type: "string", mode: "required", description: "Datastore with content type `images`." },
  size_gib: { type: "number", mode: "required", description: "Size, in GiB." },
  import_from: {
    type: "string",
    mode: "optional",
    description:
      "Volume that the disk is made from, such as `local:import/fcos.qcow2`; it is then grown to `size_gib`, and one that is larger is refused before anything is made. Counts when the VM is made: a change leaves the disk as it is.",
  },
  serial: { type: "string", mode: "optional", description: "Serial number that the guest sees, up to 20 characters." },
  discard: {
    type: "bool",
    mode: "optional-computed",
    default: true,
    description: "Hands the guest's TRIM on to the storage.",
  },
  iothread: {
    type: "bool",
    mode: "optional-computed",
    default: true,
    description: "An I/O thread of its own: on `virtio` and `scsi` alone, so false on the others.",
  },
  backup: { type: "bool", mode: "optional-computed", default: true, description: "Part of backups." },
  replicate: {
    type: "bool",
    mode: "optional-computed",
    default: true,
    description: "Part of replication jobs.",
  },
  ssd: {
    type: "bool",
    mode: "optional-computed",
    default: false,
    description: "Shown to the guest as an SSD. Not on `virtio`, which has no such sign.",
  },
  ro: {
    type: "bool",
    mode: "optional-computed",
    default: false,
    description: "Read-only: on `virtio` and `scsi`.",
  },
  cache: {
    type: "string",
    mode: "optional",
    description: "`none`, `writethrough`, `writeback`, `unsafe` or `directsync`; without it, Proxmox's default (none).",
  },
  aio: {
    type: "string",
    mode: "optional",
    description: "`native`, `threads` or `io_uring`; without it, Proxmox's default (io_uring).",
  },
  limits: {
    nested: "single",
    mode: "optional",
    description: "Throttles the disk; changed while the VM runs.",
    attributes: limits,
  },
} as const satisfies Attributes;
