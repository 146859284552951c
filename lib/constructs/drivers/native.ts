import { dependable } from "cdktf";
import { Vm, type VmDisks } from "@slipway/provider-slipway/lib/vm";
import { defined } from "../defined";
import { attributeText } from "../structure";
import { rngOf } from "../vm-devices";
import { hasIoThread } from "../vm-disks";
import type { VmDisk, VmDiskLimits, VmSpec } from "../vm-spec";
import type { VmDriver } from "./driver";

/** The VM as `slipway_vm`, of Slipway's own provider. */
export const nativeDriver: VmDriver = {
  name: "native",
  createVm(scope, id, spec, { proxmox, dependsOn, replaceTriggeredBy }) {
    const resource = new Vm(scope, id, {
      ...proxmox.slipway(scope),
      ...attributes(spec),
      ...(dependsOn.length === 0 ? {} : { dependsOn: [...dependsOn] }),
      ...(replaceTriggeredBy.length === 0
        ? {}
        : { lifecycle: { replaceTriggeredBy: replaceTriggeredBy.map(dependable) } }),
    });
    return {
      resource,
      vmId: resource.vmId,
      machine: resource.smbiosUuid,
      nodeName: resource.currentNode,
      setDisks: (disks) => resource.putDisks(disks.map(diskAttributes)),
    };
  },
};

function attributes(spec: VmSpec): ConstructorParameters<typeof Vm>[2] {
  return defined({
    vmId: spec.vmId,
    name: spec.name,
    nodeName: spec.nodeName,
    description: spec.description === undefined ? undefined : attributeText(spec.description),
    tags: [...spec.tags],
    poolId: spec.poolId,
    cores: spec.cores,
    sockets: spec.sockets,
    cpuType: spec.cpuType,
    cpuLimit: spec.cpuLimit,
    cpuUnits: spec.cpuUnits,
    numa: spec.numa,
    memoryMib: spec.memoryMiB,
    memoryMinimumMib: spec.memoryMinimumMiB,
    bios: spec.bios,
    machine: spec.machine,
    scsiHardware: "virtio-scsi-single",
    onBoot: spec.onBoot,
    started: spec.started,
    protection: spec.protection,
    serialPorts: spec.serialPorts ?? 1,
    rng: spec.rng === false ? undefined : defined(rngOf(spec.rng)),
    vga: spec.display === undefined ? undefined : defined({ type: spec.display.type, memory: spec.display.memoryMiB }),
    watchdog: spec.watchdog === undefined ? undefined : defined(spec.watchdog),
    bootOrder: [...spec.bootOrder],
    disks: spec.disks.map(diskAttributes),
    efiDisk: spec.efiDisk === undefined ? undefined : { ...spec.efiDisk, preEnrolledKeys: false },
    tpmState: spec.tpm === undefined ? undefined : defined(spec.tpm),
    cdrom: spec.cdrom === undefined ? undefined : { interface: "ide2", volumeId: spec.cdrom },
    networkDevices: spec.networkDevices.map((nic) =>
      defined({
        bridge: nic.bridge,
        macAddress: nic.macAddress,
        model: nic.model ?? "virtio",
        vlanId: nic.vlanId,
        mtu: nic.mtu,
        queues: nic.queues,
        rate: nic.rateMB,
        trunks: nic.trunks === undefined ? undefined : [...nic.trunks],
        linkDown: nic.linkDown,
        firewall: nic.firewall ?? spec.filtered,
        addresses: spec.filtered ? [...nic.addresses] : undefined,
      }),
    ),
    firewall: spec.filtered
      ? {
          enabled: true,
          macFilter: true,
          ipFilter: true,
          dhcp: true,
          inputPolicy: "ACCEPT",
          outputPolicy: "ACCEPT",
        }
      : undefined,
    startup: spec.startup === undefined ? undefined : defined(spec.startup),
    ha: spec.ha === undefined ? undefined : defined(spec.ha),
    shutdownTimeout: spec.shutdownTimeout,
  });
}

function diskAttributes(disk: VmDisk): VmDisks {
  return defined({
    interface: disk.interface,
    datastoreId: disk.datastoreId,
    sizeGib: disk.sizeGiB,
    importFromAttribute: disk.importFrom,
    serial: disk.serial,
    discard: true,
    iothread: hasIoThread(disk),
    backup: disk.backup,
    replicate: disk.replicate,
    ssd: disk.ssd,
    cache: disk.cache,
    aio: disk.aio,
    limits: disk.limits === undefined ? undefined : limits(disk.limits),
  });
}

function limits(of: VmDiskLimits): NonNullable<VmDisks["limits"]> {
  return defined({
    iopsRd: of.readOperations,
    iopsRdMax: of.readOperationsBurst,
    iopsWr: of.writeOperations,
    iopsWrMax: of.writeOperationsBurst,
    mbpsRd: of.readMB,
    mbpsRdMax: of.readMBBurst,
    mbpsWr: of.writeMB,
    mbpsWrMax: of.writeMBBurst,
  });
}
