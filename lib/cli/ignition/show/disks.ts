import type { Disk, Filesystem, IgnitionConfig, Luks, Partition, Raid } from "../../../ignition/schema";
import { ByteSize } from "../../../values/byte-size";
import { facts, given, textOrNone, type Section } from "./section";

/** The longest bar of a partition, in characters. */
const WIDTH = 24;

/** Disks with their partitions drawn to scale, arrays, encrypted volumes and file systems. */
export function disks({ storage }: IgnitionConfig): readonly Section[] {
  const all = storage?.disks?.map(diskOf) ?? [];
  const raid = storage?.raid?.map(raidOf) ?? [];
  const luks = storage?.luks?.map(luksOf) ?? [];
  const filesystems = storage?.filesystems?.map(filesystemOf) ?? [];
  return [
    { title: "Disks", key: "disks", data: all, rows: all.flatMap(diskRows) },
    { title: "Arrays", key: "raid", data: raid, rows: raid.map(raidRow) },
    { title: "Encrypted volumes", key: "luks", data: luks, rows: luks.map(luksRow) },
    { title: "File systems", key: "filesystems", data: filesystems, rows: filesystems.map(filesystemRow) },
  ];
}

function diskOf(disk: Disk) {
  return {
    device: String(disk.device),
    wipeTable: disk.wipeTable === true,
    partitions: disk.partitions?.map(partitionOf) ?? [],
  };
}

function partitionOf(partition: Partition) {
  return {
    number: Number(partition.number ?? 0),
    ...given("label", textOrNone(partition.label)),
    startMiB: Number(partition.startMiB ?? 0),
    /** 0 is all the room that is left. */
    sizeMiB: Number(partition.sizeMiB ?? 0),
    wipePartitionEntry: partition.wipePartitionEntry === true,
    resize: partition.resize === true,
    shouldExist: partition.shouldExist !== false,
  };
}

type ShownPartition = ReturnType<typeof partitionOf>;

function diskRows({ device, wipeTable, partitions }: ReturnType<typeof diskOf>): readonly (readonly string[])[] {
  const largest = Math.max(...partitions.map(({ sizeMiB }) => sizeMiB));
  return [[wipeTable ? `${device} (wiped first)` : device], ...partitions.map((one) => partitionRow(one, largest))];
}

function partitionRow(partition: ShownPartition, largest: number): readonly string[] {
  const { number, label, startMiB, sizeMiB, shouldExist } = partition;
  const name = `  ${number === 0 ? "·" : number}  ${label ?? ""}`;
  if (!shouldExist) return [name, "is removed"];
  const notes = facts(partition.wipePartitionEntry && "made anew", partition.resize && "resized");
  const start = startMiB === 0 ? "" : `from ${mib(startMiB)}`;
  return [name, sizeMiB === 0 ? "the rest" : mib(sizeMiB), bar(sizeMiB, largest), facts(start, notes)];
}

function bar(sizeMiB: number, largest: number): string {
  if (sizeMiB === 0) return `${"░".repeat(WIDTH - 1)}▸`;
  return "█".repeat(Math.max(1, Math.round((WIDTH * sizeMiB) / largest)));
}

function mib(count: number): string {
  return ByteSize.mib(count).toString();
}

function raidOf(array: Raid) {
  const { name, level, devices, spares } = array;
  return { name: String(name), level: String(level), devices: devices.map(String), spares: Number(spares ?? 0) };
}

function raidRow({ name, level, devices, spares }: ReturnType<typeof raidOf>): readonly string[] {
  return [`/dev/md/${name}`, level, facts(devices.join(", "), spares > 0 && `${spares} to spare`)];
}

function luksOf(volume: Luks) {
  const { clevis } = volume;
  return {
    name: String(volume.name),
    device: String(volume.device),
    ...given("label", textOrNone(volume.label)),
    hasKeyFile: volume.keyFile !== undefined,
    tpm2: clevis?.tpm2 === true,
    tang: clevis?.tang?.map(({ url }) => textOrNone(url) ?? "") ?? [],
    ...given("custom", textOrNone(clevis?.custom?.pin)),
    cex: volume.cex?.enabled === true,
    wipeVolume: volume.wipeVolume === true,
  };
}

function luksRow(volume: ReturnType<typeof luksOf>): readonly string[] {
  const { name, device, tpm2, tang, custom, cex, hasKeyFile, wipeVolume, label } = volume;
  const unlocked = [tpm2 && "the TPM", ...tang, custom, cex && "a Crypto Express card", hasKeyFile && "a key file"];
  const by = unlocked.filter((way) => typeof way === "string").join(", ");
  return [
    `/dev/mapper/${name}`,
    `on ${device}`,
    facts(
      `unlocked by ${by === "" ? "a random key" : by}`,
      label !== undefined && `label ${label}`,
      wipeVolume && "made anew",
    ),
  ];
}

function filesystemOf(filesystem: Filesystem) {
  return {
    device: String(filesystem.device),
    ...given("format", textOrNone(filesystem.format)),
    ...given("label", textOrNone(filesystem.label)),
    ...given("path", textOrNone(filesystem.path)),
    wipeFilesystem: filesystem.wipeFilesystem === true,
  };
}

function filesystemRow(filesystem: ReturnType<typeof filesystemOf>): readonly string[] {
  const { device, format = "as it is", label, path, wipeFilesystem } = filesystem;
  return [
    device,
    format,
    facts(path !== undefined && `at ${path}`, label !== undefined && `label ${label}`, wipeFilesystem && "made anew"),
  ];
}
