import type { PropertyFormat, PropertyKey } from "../parameters/parameter";

const flag: PropertyKey = { type: "boolean", optional: true };
const whole: PropertyKey = { type: "integer", optional: true };
const rate: PropertyKey = { type: "number", optional: true };
const size: PropertyKey = { type: "string", optional: true, format: "disk-size" };
const file: PropertyKey = { type: "string", default_key: true, format: "pve-volume-id-or-qm-path" };
const importFrom: PropertyKey = { type: "string", optional: true, format: "pve-volume-id-or-absolute-path" };
const diskFormat: PropertyKey = oneOf("raw", "qcow", "qed", "qcow2", "vmdk", "cloop");

const drive: PropertyFormat = {
  file,
  volume: { alias: "file" },
  aio: oneOf("native", "threads", "io_uring"),
  backup: flag,
  bps: whole,
  bps_rd: whole,
  bps_wr: whole,
  cache: oneOf("none", "writethrough", "writeback", "unsafe", "directsync"),
  detect_zeroes: flag,
  discard: oneOf("ignore", "on"),
  format: diskFormat,
  "import-from": importFrom,
  iops: whole,
  iops_max: whole,
  iops_rd: whole,
  iops_rd_max: whole,
  iops_wr: whole,
  iops_wr_max: whole,
  mbps: rate,
  mbps_max: rate,
  mbps_rd: rate,
  mbps_rd_max: rate,
  mbps_wr: rate,
  mbps_wr_max: rate,
  media: oneOf("cdrom", "disk"),
  replicate: flag,
  rerror: oneOf("ignore", "report", "stop"),
  serial: { type: "string", optional: true, format: "urlencoded", maxLength: 60 },
  shared: flag,
  size,
  snapshot: flag,
  werror: oneOf("enospc", "ignore", "report", "stop"),
};

export const virtioDisk: PropertyFormat = { ...drive, iothread: flag, ro: flag };

export const scsiDisk: PropertyFormat = {
  ...virtioDisk,
  queues: { type: "integer", optional: true, minimum: 2 },
  scsiblock: flag,
  ssd: flag,
};

export const ideDisk: PropertyFormat = {
  ...drive,
  model: { type: "string", optional: true, format: "urlencoded", maxLength: 120 },
  ssd: flag,
};

export const sataDisk: PropertyFormat = { ...drive, ssd: flag };

export const efiDisk: PropertyFormat = {
  file,
  volume: { alias: "file" },
  efitype: oneOf("2m", "4m"),
  format: diskFormat,
  "import-from": importFrom,
  "ms-cert": oneOf("2011", "2023", "2023w", "2023k"),
  "pre-enrolled-keys": flag,
  size,
};

export const tpmState: PropertyFormat = {
  file,
  volume: { alias: "file" },
  format: oneOf("raw", "qcow2", "vmdk"),
  "import-from": importFrom,
  size,
  version: oneOf("v1.2", "v2.0"),
};

export const unusedDisk: PropertyFormat = {
  file: { type: "string", default_key: true, format: "pve-volume-id" },
  volume: { alias: "file" },
};

const nicModels = [
  "e1000",
  "e1000-82540em",
  "e1000-82544gc",
  "e1000-82545em",
  "e1000e",
  "i82551",
  "i82557b",
  "i82559er",
  "ne2k_isa",
  "ne2k_pci",
  "pcnet",
  "rtl8139",
  "virtio",
  "vmxnet3",
] as const;

export const nic: PropertyFormat = {
  model: { type: "string", default_key: true, enum: nicModels },
  ...Object.fromEntries(nicModels.map((model) => [model, { alias: "macaddr", keyAlias: "model" }])),
  bridge: { type: "string", optional: true, format: "pve-bridge-id" },
  firewall: flag,
  link_down: flag,
  macaddr: { type: "string", optional: true, format: "mac-addr" },
  mtu: { type: "integer", optional: true, minimum: 1, maximum: 65_520 },
  queues: { type: "integer", optional: true, minimum: 0, maximum: 64 },
  rate: { type: "number", optional: true, minimum: 0 },
  tag: { type: "integer", optional: true, minimum: 1, maximum: 4094 },
  trunks: { type: "string", optional: true, pattern: "(?:\\d+(?:-\\d+)?(?:;\\d+(?:-\\d+)?)*)" },
};

export const guestAgent: PropertyFormat = {
  enabled: { type: "boolean", default_key: true },
  "freeze-fs": flag,
  "freeze-fs-on-backup": { alias: "freeze-fs" },
  fstrim_cloned_disks: flag,
  "guest-fsfreeze": { alias: "freeze-fs" },
  type: oneOf("virtio", "isa"),
};

export const machine: PropertyFormat = {
  type: {
    type: "string",
    optional: true,
    default_key: true,
    maxLength: 40,
    pattern:
      "(pc|pc(-i440fx)?-\\d+(\\.\\d+)+(\\+pve\\d+)?(\\.pxe)?|q35|pc-q35-\\d+(\\.\\d+)+(\\+pve\\d+)?(\\.pxe)?|virt(?:-\\d+(\\.\\d+)+)?(\\+pve\\d+)?)",
  },
  "enable-s3": flag,
  "enable-s4": flag,
  viommu: oneOf("intel", "virtio"),
};

export const memory: PropertyFormat = {
  current: { type: "integer", default_key: true, minimum: 16 },
};

export const display: PropertyFormat = {
  type: {
    type: "string",
    optional: true,
    default_key: true,
    enum: [
      "cirrus",
      "qxl",
      "qxl2",
      "qxl3",
      "qxl4",
      "none",
      "serial0",
      "serial1",
      "serial2",
      "serial3",
      "std",
      "virtio",
      "virtio-gl",
      "vmware",
    ],
  },
  clipboard: oneOf("vnc"),
  memory: { type: "integer", optional: true, minimum: 4, maximum: 512 },
};

function oneOf(...values: string[]): PropertyKey {
  return { type: "string", optional: true, enum: values };
}
