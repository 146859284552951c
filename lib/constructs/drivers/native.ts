import { dependable } from "cdktf";
import { Vm, type VmDisks } from "@slipway/provider-slipway/lib/vm";
import { defined } from "../defined";
import { attributeText } from "../structure";
import type { VmDisk, VmSpec } from "../vm-spec";
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
    cpuType: spec.cpuType,
    memoryMib: spec.memoryMiB,
    bios: spec.bios,
    machine: spec.machine,
    scsiHardware: "virtio-scsi-single",
    onBoot: spec.onBoot,
    started: spec.started,
    protection: spec.protection,
    serialDevice: true,
    rng: spec.rng,
    bootOrder: [...spec.bootOrder],
    disks: spec.disks.map(diskAttributes),
    efiDisk: spec.efiDisk === undefined ? undefined : { ...spec.efiDisk, preEnrolledKeys: false },
    cdrom: spec.cdrom === undefined ? undefined : { interface: "ide2", volumeId: spec.cdrom },
    networkDevices: spec.networkDevices.map((nic) =>
      defined({
        bridge: nic.bridge,
        macAddress: nic.macAddress,
        model: "virtio",
        vlanId: nic.vlanId,
        firewall: spec.filtered,
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
  });
}

function diskAttributes(disk: VmDisk): VmDisks {
  return defined({
    interface: disk.interface,
    datastoreId: disk.datastoreId,
    sizeGib: disk.sizeGiB,
    serial: disk.serial,
    discard: true,
    iothread: true,
    backup: disk.backup,
  });
}
