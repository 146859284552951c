import type { Directory, Disk, File, Filesystem, Link, Node, Partition, Storage } from "../schema";
import { resource } from "./resource";
import { sorted, unless } from "./scalars";

export function storage(section: Storage | undefined): object {
  return {
    disks: sorted(section?.disks?.map(disk), "device"),
    filesystems: sorted(section?.filesystems?.map(filesystem), "device"),
    directories: sorted(section?.directories?.map(directory), "path"),
    files: sorted(section?.files?.map(file), "path"),
    links: sorted(section?.links?.map(link), "path"),
  };
}

function disk({ device, wipeTable, partitions }: Disk) {
  return { device, wipeTable: unless(false, wipeTable), partitions: partitions?.map(partition) };
}

/** Partitions keep their order: it is that in which those without a number get one. */
function partition(given: Partition): object {
  return {
    number: unless(0, given.number),
    label: given.label,
    startMiB: given.startMiB,
    sizeMiB: given.sizeMiB,
    typeGuid: given.typeGuid,
    guid: given.guid,
    wipePartitionEntry: unless(false, given.wipePartitionEntry),
    shouldExist: unless(true, given.shouldExist),
    resize: unless(false, given.resize),
  };
}

function filesystem(given: Filesystem) {
  const { device, format, path, label, uuid, wipeFilesystem, options, mountOptions } = given;
  return { device, format, path, label, uuid, wipeFilesystem: unless(false, wipeFilesystem), options, mountOptions };
}

function node({ path, overwrite, user, group }: Node) {
  return { path, overwrite: unless(false, overwrite), user, group };
}

function directory(given: Directory) {
  return { ...node(given), mode: given.mode };
}

function file(given: File) {
  return {
    ...node(given),
    mode: given.mode,
    contents: resource(given.contents),
    append: given.append?.map(resource),
  };
}

function link(given: Link) {
  return { ...node(given), target: given.target, hard: unless(false, given.hard) };
}
