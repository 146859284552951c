import type { Problem } from "../../../../values/config-error";
import type { ValueObject } from "../../../framework/values";
import { knows, LIMITS } from "../disk-options";
import { judgeAll, matches, objectOf, oneOf, problem, type Rule, type Rules, whole } from "./judge";

export const DATASTORE = matches("vm/datastore", /^[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]$/, "the name of a datastore");

const RULES: Rules = {
  interface: matches(
    "vm/disk-interface",
    /^(scsi([12]?\d|30)|virtio(\d|1[0-5])|sata[0-5]|ide[0-3])$/,
    "virtio0 to virtio15, scsi0 to scsi30, sata0 to sata5 or ide0 to ide3",
  ),
  datastore_id: DATASTORE,
  size_gib: whole("vm/disk-size", 1, 131_072),
  import_from: matches(
    "vm/import-from",
    /^[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]:[^\s,]+$/,
    "a volume, such as local:import/fcos.qcow2",
  ),
  serial: matches("vm/disk-serial", /^[A-Za-z0-9_.-]{1,20}$/, "1 to 20 letters, digits and _ . -"),
  cache: oneOf("vm/disk-option", "none", "writethrough", "writeback", "unsafe", "directsync"),
  aio: oneOf("vm/disk-option", "native", "threads", "io_uring"),
};

const LIMIT: Rule = {
  code: "vm/disk-limit",
  holds: (value) => typeof value === "number" && value > 0 && value <= 1e9,
  allowed: "a number above 0",
};
const LIMIT_RULES: Rules = Object.fromEntries(
  LIMITS.map((name) => [name, name.startsWith("iops") ? whole("vm/disk-limit", 1, 1e9) : LIMIT]),
);

/** What is wrong with one disk. */
export function diskProblems(disk: ValueObject, index: number): readonly Problem[] {
  const above = ["disks", index];
  return [
    ...judgeAll(disk, RULES, above),
    ...judgeAll(objectOf(disk.limits), LIMIT_RULES, [...above, "limits"]),
    ...busProblems(disk, index),
    ...aioProblems(disk, index),
    ...limitProblems(objectOf(disk.limits), index),
  ];
}

/** What the disk's bus has no sign for. */
function busProblems(disk: ValueObject, index: number): readonly Problem[] {
  const { interface: name } = disk;
  if (typeof name !== "string") return [];
  const options = ["iothread", "ro", "ssd"] as const;
  return options
    .filter((option) => disk[option] === true && !knows({ interface: name }, option))
    .map((option) => {
      const allowed = option === "ssd" ? "on scsi, sata and ide" : "on virtio and scsi";
      return problem("vm/disk-option", ["disks", index, option], `${name} has no such option`, true, allowed);
    });
}

/** QEMU does not start with it. */
function aioProblems(disk: ValueObject, index: number): readonly Problem[] {
  const { aio, cache } = disk;
  if (aio !== "native" || typeof cache !== "string" || ["none", "directsync"].includes(cache)) return [];
  const what = "native I/O goes past the node's cache";
  return [problem("vm/disk-option", ["disks", index, "aio"], what, `cache = "${cache}"`, "none, directsync")];
}

/** Proxmox takes either both ways together or each of them. */
function limitProblems(limits: ValueObject | undefined, index: number): readonly Problem[] {
  return (["iops", "iops_max", "mbps", "mbps_max"] as const).flatMap((total) => {
    const [unit = "", max] = total.split("_");
    const each = ["rd", "wr"].map((way) => [unit, way, ...(max === undefined ? [] : [max])].join("_"));
    const set = each.find((name) => typeof limits?.[name] === "number");
    if (typeof limits?.[total] !== "number" || set === undefined) return [];
    const path = ["disks", index, "limits", total];
    return [
      problem("vm/disk-limit", path, `it is set beside ${set}`, limits[total], `${total}, or ${each.join(" and ")}`),
    ];
  });
}
