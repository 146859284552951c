import type {
  Cex,
  Clevis,
  ClevisCustom,
  Directory,
  Disk,
  File,
  Filesystem,
  Link,
  Luks,
  Partition,
  Raid,
  Storage,
  Tang,
} from "../schema";
import { valueAt } from "../together/entries";
import { keyBy, keyOf } from "./key";
import { contents } from "./resource";
import { appended, exclusive, fields, keyed, last, united } from "./rule";

const disk = fields<Disk>({
  device: last,
  wipeTable: last,
  partitions: keyed(
    partitionKey,
    fields<Partition>({
      label: last,
      number: last,
      sizeMiB: last,
      startMiB: last,
      typeGuid: last,
      guid: last,
      wipePartitionEntry: last,
      shouldExist: last,
      resize: last,
    }),
  ),
});

/** A partition with a number is known by it alone; one without, by its label. */
function partitionKey(partition: Partition): string {
  const number = valueAt(partition, "number") ?? 0;
  return number === 0 ? `label ${keyBy("label")(partition)}` : keyOf(number);
}

const raid = fields<Raid>({
  name: last,
  level: last,
  devices: united,
  spares: last,
  options: appended,
});

const luks = fields<Luks>({
  name: last,
  device: last,
  keyFile: contents,
  label: last,
  uuid: last,
  options: appended,
  discard: last,
  openOptions: united,
  wipeVolume: last,
  clevis: fields<Clevis>({
    tang: keyed(keyBy("url"), fields<Tang>({ url: last, thumbprint: last, advertisement: last })),
    tpm2: last,
    threshold: last,
    custom: fields<ClevisCustom>({ pin: last, config: last, needsNetwork: last }),
  }),
  cex: fields<Cex>({ enabled: last }),
});

const filesystem = fields<Filesystem>({
  device: last,
  format: last,
  path: last,
  label: last,
  uuid: last,
  wipeFilesystem: last,
  options: appended,
  mountOptions: appended,
});

/** An owner is one value: of a number and a name there may be only one. */
const node = { path: last, overwrite: last, user: last, group: last };

export const storage = exclusive<Storage>(
  ["directories", "files", "links"],
  keyBy("path"),
  fields<Storage>({
    disks: keyed(keyBy("device"), disk),
    raid: keyed(keyBy("name"), raid),
    luks: keyed(keyBy("name"), luks),
    filesystems: keyed(keyBy("device"), filesystem),
    directories: keyed(keyBy("path"), fields<Directory>({ ...node, mode: last })),
    files: keyed(keyBy("path"), fields<File>({ ...node, mode: last, contents, append: appended })),
    links: keyed(keyBy("path"), fields<Link>({ ...node, target: last, hard: last })),
  }),
);
