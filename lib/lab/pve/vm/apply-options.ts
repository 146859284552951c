import { failure } from "../api-error";
import type { Cluster } from "../cluster";
import { printProperties } from "../parameters/property-string";
import type { Properties } from "../parameters/property-string";
import { formatSize } from "../storage/byte-sizes";
import { requireContent } from "../storage/storages";
import type { DiskState } from "../types";
import { driveFormat, parseDrive } from "./drives";
import type { Drive } from "./drives";
import { canonicalNic } from "./nics";
import { vmOptions } from "./options";
import type { VirtualMachine } from "./virtual-machine";

/** Options that a running machine takes over at once; the others wait for its next start. */
const immediate =
  /^(name|onboot|startup|description|protection|tags|hookscript|cpulimit|cpuunits|(net|ide|sata|scsi|virtio|unused)\d+)$/;

/** Sets options, in the form in which they are read back. Disks that are new are made. */
export function applyOptions(
  cluster: Cluster,
  vm: VirtualMachine,
  options: ReadonlyMap<string, string | number>,
): void {
  for (const [option, value] of inOrder(options)) {
    set(vm, option, canonical(cluster, vm, option, value));
  }
}

/** Takes options away. A disk that is taken away becomes an unused one; an unused one is removed for good. */
export function removeOptions(cluster: Cluster, vm: VirtualMachine, options: readonly string[], force: boolean): void {
  for (const option of options) {
    const disk = vm.disks.get(option);
    if (disk !== undefined) {
      detach(cluster, vm, option, disk, force);
    }
    unset(vm, option);
  }
}

function canonical(cluster: Cluster, vm: VirtualMachine, option: string, value: string | number): string | number {
  const drive = parseDrive(option, String(value));
  if (drive !== undefined) {
    return applyDrive(cluster, vm, option, drive);
  }
  if (/^net\d+$/.test(option)) {
    return canonicalNic(String(value));
  }
  switch (option) {
    case "tags":
      return canonicalTags(String(value));
    case "description":
      return String(value).trimEnd();
    default:
      return vmOptions[option]?.type === "number" ? String(value) : value;
  }
}

/** Each tag once, lower-case, sorted. */
function canonicalTags(text: string): string {
  const tags = text.split(/[,;\s]+/).filter((tag) => tag !== "");
  return [...new Set(tags.map((tag) => tag.toLowerCase()))].sort().join(";");
}

function applyDrive(cluster: Cluster, vm: VirtualMachine, option: string, drive: Drive): string {
  switch (drive.kind) {
    case "cd":
      return canonicalCd(cluster, vm, option, drive.volid, drive.properties);
    case "new":
      return attach(cluster, vm, option, newDisk(cluster, vm, option, drive), drive.properties);
    case "cloudinit":
      return attach(cluster, vm, option, cloudInitDisk(cluster, vm, drive.storage), drive.properties);
    case "existing":
      return attach(cluster, vm, option, existingDisk(cluster, vm, drive.volid), drive.properties);
    case "path":
      throw failure("Only root can pass arbitrary filesystem paths.");
  }
}

function canonicalCd(
  cluster: Cluster,
  vm: VirtualMachine,
  option: string,
  volid: string,
  properties: Properties,
): string {
  const printed = new Map([...properties, ["media", "cdrom"]] as const);
  if (volid !== "none") {
    const storage = cluster.storages.find(vm.node, volid.split(":")[0] ?? "");
    const file = storage.files.get(volid);
    if (file === undefined) {
      throw failure(`volume '${volid}' does not exist`);
    }
    printed.set("size", formatSize(file.size));
  }
  const before = vm.disks.get(option);
  if (before !== undefined) {
    detach(cluster, vm, option, before, false);
  }
  return printProperties(driveFormat(option) ?? {}, printed);
}

function newDisk(
  cluster: Cluster,
  vm: VirtualMachine,
  option: string,
  drive: Extract<Drive, { kind: "new" }>,
): DiskState {
  const storage = cluster.storages.find(vm.node, drive.storage);
  requireContent(storage, "images");
  if (drive.importFrom === undefined) {
    if (drive.sizeBytes === 0) {
      throw failure(`unable to parse volume size in ${option}`);
    }
    return storage.allocate(vm.vmid, drive.sizeBytes);
  }
  if (drive.sizeBytes !== 0) {
    throw failure("'import-from' requires special syntax - use <storage ID>:0,import-from=<source>");
  }
  const source = cluster.storages.find(vm.node, drive.importFrom.split(":")[0] ?? "").files.get(drive.importFrom);
  if (source === undefined) {
    throw failure(`volume '${drive.importFrom}' does not exist`);
  }
  const mebibyte = 1024 ** 2;
  const disk = storage.allocate(vm.vmid, Math.ceil(source.size / mebibyte) * mebibyte);
  disk.contents = { kind: "written", data: { importedFrom: source.path } };
  return disk;
}

function cloudInitDisk(cluster: Cluster, vm: VirtualMachine, storageId: string): DiskState {
  const storage = cluster.storages.find(vm.node, storageId);
  requireContent(storage, "images");
  const there = storage.images.get(`${storageId}:vm-${vm.vmid}-cloudinit`);
  return there?.disk ?? storage.allocate(vm.vmid, 4 * 1024 ** 2, "cloudinit");
}

function existingDisk(cluster: Cluster, vm: VirtualMachine, volid: string): DiskState {
  const image = cluster.storages.find(vm.node, volid.split(":")[0] ?? "").images.get(volid);
  if (image === undefined) {
    throw failure(`volume '${volid}' does not exist`);
  }
  return image.disk;
}

/** Puts a disk in its place. What was there before becomes unused, and the disk leaves its earlier place. */
function attach(cluster: Cluster, vm: VirtualMachine, option: string, disk: DiskState, properties: Properties): string {
  const before = vm.disks.get(option);
  if (before !== undefined && before !== disk) {
    detach(cluster, vm, option, before, false);
  }
  for (const [place, other] of vm.disks) {
    if (other === disk && place !== option) {
      vm.disks.delete(place);
      unset(vm, place);
    }
  }
  vm.disks.set(option, disk);
  return printDisk(option, disk, properties);
}

/** How a disk stands in the configuration. */
export function printDisk(option: string, disk: DiskState, properties: Properties): string {
  const printed = new Map(properties);
  printed.delete("format");
  printed.delete("import-from");
  printed.set("file", disk.volid);
  if (option.startsWith("unused")) {
    return disk.volid;
  }
  if (disk.volid.endsWith("-cloudinit")) {
    printed.set("media", "cdrom");
  }
  printed.set("size", formatSize(disk.sizeBytes));
  return printProperties(driveFormat(option) ?? {}, printed);
}

function detach(cluster: Cluster, vm: VirtualMachine, option: string, disk: DiskState, force: boolean): void {
  vm.disks.delete(option);
  const disposable = option.startsWith("unused") || disk.volid.endsWith("-cloudinit");
  if (force || disposable) {
    cluster.freeDisk(vm.node, disk);
    return;
  }
  const place = [...Array(256).keys()].map((index) => `unused${index}`).find((name) => !(name in vm.config));
  if (place !== undefined) {
    vm.disks.set(place, disk);
    set(vm, place, disk.volid);
  }
}

function set(vm: VirtualMachine, option: string, value: string | number): void {
  vm.config[option] = value;
  if (vm.running && isImmediate(vm, option, value)) {
    vm.active[option] = value;
  }
}

function unset(vm: VirtualMachine, option: string): void {
  delete vm.config[option];
  if (vm.running && isImmediate(vm, option)) {
    delete vm.active[option];
  }
}

/** A machine that was started with a balloon takes another size of it; without one, it gets none while it runs. */
function isImmediate(vm: VirtualMachine, option: string, value?: string | number): boolean {
  return option === "balloon" ? vm.active[option] !== 0 && value !== 0 : immediate.test(option);
}

/** Disks get their numbers in the order of their options, whatever the order in which these were sent. */
function inOrder(options: ReadonlyMap<string, string | number>): [string, string | number][] {
  return [...options].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
}
