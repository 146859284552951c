import type { Clevis, Disk, Filesystem, Luks, Partition, Raid } from "../schema";
import { withNewer } from "./minimal";
import { resource } from "./resource";
import { text, unless } from "./scalars";

/**
 * Partitions keep their order: it is that in which those without a number get one, and those without a place theirs.
 *
 * A size or start of 0 is no default. On a partition that exists it asks for all the room there is, where none keeps
 * what is there. Only where the table is wiped first no partition exists.
 */
export function disk(given: Disk): object {
  const { device, wipeTable, partitions } = given;
  return withNewer(given, {
    device,
    wipeTable: unless(false, wipeTable),
    partitions: partitions?.map((item) => partition(item, wipeTable === true)),
  });
}

function partition(given: Partition, wiped: boolean): object {
  return withNewer(given, {
    number: unless(0, given.number),
    label: given.label,
    startMiB: wiped ? unless(0, given.startMiB) : given.startMiB,
    sizeMiB: wiped ? unless(0, given.sizeMiB) : given.sizeMiB,
    typeGuid: given.typeGuid,
    guid: given.guid,
    wipePartitionEntry: unless(false, given.wipePartitionEntry),
    shouldExist: unless(true, given.shouldExist),
    resize: unless(false, given.resize),
  });
}

/** Devices keep their order: it is that of the data on them. */
export function raid(given: Raid): object {
  const { name, level, devices, spares, options } = given;
  return withNewer(given, { name, level, devices, spares: unless(0, spares), options });
}

export function luks(given: Luks): object {
  const { name, device, label, uuid, options, discard, openOptions, wipeVolume, cex } = given;
  return withNewer(given, {
    name,
    device,
    keyFile: resource(given.keyFile),
    label,
    uuid,
    options,
    discard: unless(false, discard),
    openOptions,
    wipeVolume: unless(false, wipeVolume),
    clevis: clevis(given.clevis),
    cex: withNewer(cex, { enabled: unless(false, cex?.enabled) }),
  });
}

/** A threshold of 1 is the default of a volume that has pieces; without any it would ask for one that is not there. */
function clevis(given: Clevis | undefined): object {
  const { custom } = given ?? {};
  const pieces = (given?.tang ?? []).length > 0 || given?.tpm2 === true;
  return withNewer(given, {
    tang: given?.tang?.map((server) =>
      withNewer(server, {
        url: text(server.url),
        thumbprint: text(server.thumbprint),
        advertisement: text(server.advertisement),
      }),
    ),
    tpm2: unless(false, given?.tpm2),
    threshold: pieces ? unless(1, given?.threshold) : given?.threshold,
    custom: withNewer(custom, {
      pin: custom?.pin,
      config: text(custom?.config),
      needsNetwork: unless(false, custom?.needsNetwork),
    }),
  });
}

export function filesystem(given: Filesystem): object {
  const { device, format, path, label, uuid, wipeFilesystem, options, mountOptions } = given;
  return withNewer(given, {
    device,
    format,
    path,
    label,
    uuid,
    wipeFilesystem: unless(false, wipeFilesystem),
    options,
    mountOptions,
  });
}
