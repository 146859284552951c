import type { Directory, Disk, File, Filesystem, Link, Luks, Node, Partition, Raid, Storage } from "../schema";
import { resource } from "./resource";
import { sorted, text, unless } from "./scalars";

export function storage(section: Storage | undefined): object {
  return {
    disks: sorted(section?.disks?.map(disk), "device"),
    raid: sorted(section?.raid?.map(raid), "name"),
    luks: sorted(section?.luks?.map(luks), "name"),
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

function raid(given: Raid) {
  const { name, level, devices, spares, options } = given;
  return { name, level, devices, spares: unless(0, spares), options };
}

function luks(given: Luks) {
  const { name, device, label, uuid, options, discard, openOptions, wipeVolume, clevis, cex } = given;
  return {
    name,
    device,
    keyFile: resource(given.keyFile),
    label,
    uuid,
    options,
    discard: unless(false, discard),
    openOptions,
    wipeVolume: unless(false, wipeVolume),
    clevis: {
      tang: clevis?.tang?.map(({ url, thumbprint, advertisement }) => ({
        url: text(url),
        thumbprint: text(thumbprint),
        advertisement: text(advertisement),
      })),
      tpm2: unless(false, clevis?.tpm2),
      threshold: unless(0, clevis?.threshold),
      custom: {
        pin: clevis?.custom?.pin,
        config: text(clevis?.custom?.config),
        needsNetwork: unless(false, clevis?.custom?.needsNetwork),
      },
    },
    cex: { enabled: unless(false, cex?.enabled) },
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
