import { Haresource } from "@cdktf/provider-proxmox/lib/haresource";
import { Harule } from "@cdktf/provider-proxmox/lib/harule";
import { VirtualEnvironmentFirewallIpset } from "@cdktf/provider-proxmox/lib/virtual-environment-firewall-ipset";
import { VirtualEnvironmentFirewallOptions } from "@cdktf/provider-proxmox/lib/virtual-environment-firewall-options";
import {
  VirtualEnvironmentVm,
  type VirtualEnvironmentVmConfig,
  type VirtualEnvironmentVmDisk,
} from "@cdktf/provider-proxmox/lib/virtual-environment-vm";
import { dependable, type TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";
import { defined } from "../defined";
import { attributeText } from "../structure";
import { rngOf } from "../vm-devices";
import { hasIoThread } from "../vm-disks";
import type { VmDisk, VmDiskLimits, VmSpec } from "../vm-spec";
import type { VmDriver } from "./driver";
import { freeVmId } from "./free-vm-id";

/**
 * The VM as `proxmox_virtual_environment_vm`, of the bpg/proxmox provider.
 *
 * What that provider's defaults would spoil is set here: no agent, since Fedora CoreOS has none and every refresh would
 * wait for it; no reboot after an update, since without an agent it is a hard stop; the node left out of comparisons, since
 * a VM that moved would be destroyed and created.
 */
export const bpgDriver: VmDriver = {
  name: "bpg",
  createVm(scope, id, spec, { proxmox, dependsOn, replaceTriggeredBy }) {
    const provider = proxmox.bpg(scope);
    const resource = new VirtualEnvironmentVm(scope, id, {
      ...provider,
      ...attributes(spec),
      ...(dependsOn.length === 0 ? {} : { dependsOn: [...dependsOn] }),
      lifecycle: {
        ignoreChanges: ["node_name"],
        precondition: [freeVmId(scope, spec, proxmox, provider)],
        ...(replaceTriggeredBy.length === 0 ? {} : { replaceTriggeredBy: replaceTriggeredBy.map(dependable) }),
      },
    });
    if (spec.filtered) filter(scope, id, spec, resource, provider);
    manage(scope, id, spec, resource, provider);
    return {
      resource,
      vmId: resource.vmId,
      nodeName: resource.nodeName,
      setDisks: (disks) => resource.putDisk(disks.map(diskAttributes)),
    };
  },
};

function attributes(spec: VmSpec): VirtualEnvironmentVmConfig {
  return defined({
    vmId: spec.vmId,
    name: spec.name,
    nodeName: spec.nodeName,
    description: spec.description === undefined ? undefined : attributeText(spec.description),
    tags: [...spec.tags].sort(),
    poolId: spec.poolId,
    cpu: defined({
      cores: spec.cores,
      sockets: spec.sockets,
      type: spec.cpuType,
      limit: spec.cpuLimit,
      units: spec.cpuUnits,
      numa: spec.numa,
    }),
    memory: { dedicated: spec.memoryMiB, floating: spec.memoryMinimumMiB ?? 0 },
    bios: spec.bios,
    machine: spec.machine,
    scsiHardware: "virtio-scsi-single",
    operatingSystem: { type: "l26" },
    onBoot: spec.onBoot,
    started: spec.started,
    protection: spec.protection,
    agent: { enabled: false },
    rebootAfterUpdate: false,
    stopOnDestroy: true,
    serialDevice: Array.from({ length: spec.serialPorts ?? 1 }, () => ({ device: "socket" })),
    rng: spec.rng === false ? undefined : [defined(rngOf(spec.rng))],
    vga: spec.display === undefined ? undefined : defined({ type: spec.display.type, memory: spec.display.memoryMiB }),
    watchdog:
      spec.watchdog === undefined
        ? undefined
        : { enabled: true, model: spec.watchdog.model ?? "i6300esb", action: spec.watchdog.action ?? "reset" },
    bootOrder: [...spec.bootOrder],
    disk: spec.disks.map(diskAttributes),
    efiDisk:
      spec.efiDisk === undefined
        ? undefined
        : { datastoreId: spec.efiDisk.datastoreId, type: "4m", fileFormat: "raw", preEnrolledKeys: false },
    tpmState:
      spec.tpm === undefined ? undefined : { datastoreId: spec.tpm.datastoreId, version: spec.tpm.version ?? "v2.0" },
    cdrom: spec.cdrom === undefined ? undefined : { interface: "ide2", fileId: spec.cdrom },
    networkDevice: spec.networkDevices.map((nic) =>
      defined({
        bridge: nic.bridge,
        macAddress: nic.macAddress,
        model: nic.model ?? "virtio",
        vlanId: nic.vlanId,
        mtu: nic.mtu,
        queues: nic.queues,
        rateLimit: nic.rateMB,
        trunks: nic.trunks === undefined || nic.trunks.length === 0 ? undefined : nic.trunks.join(";"),
        disconnected: nic.linkDown,
        firewall: nic.firewall ?? spec.filtered,
      }),
    ),
    startup: spec.startup === undefined ? undefined : defined(spec.startup),
    timeoutShutdownVm: spec.shutdownTimeout,
  });
}

function diskAttributes(disk: VmDisk): VirtualEnvironmentVmDisk {
  return defined({
    interface: disk.interface,
    datastoreId: disk.datastoreId,
    size: disk.sizeGiB,
    fileFormat: "raw",
    importFromAttribute: disk.importFrom,
    serial: disk.serial,
    discard: "on",
    iothread: hasIoThread(disk),
    backup: disk.backup,
    replicate: disk.replicate,
    ssd: disk.ssd,
    cache: disk.cache,
    aio: disk.aio,
    speed: disk.limits === undefined ? undefined : speed(disk.limits),
  });
}

function speed(limits: VmDiskLimits): NonNullable<VirtualEnvironmentVmDisk["speed"]> {
  return defined({
    iopsRead: limits.readOperations,
    iopsReadBurstable: limits.readOperationsBurst,
    iopsWrite: limits.writeOperations,
    iopsWriteBurstable: limits.writeOperationsBurst,
    read: limits.readMB,
    readBurstable: limits.readMBBurst,
    write: limits.writeMB,
    writeBurstable: limits.writeMBBurst,
  });
}

/** Makes the VM a member of high availability, and with nodes gives it a rule of its own. */
function manage(
  scope: Construct,
  id: string,
  { ha, started }: VmSpec,
  vm: VirtualEnvironmentVm,
  provider: { readonly provider?: TerraformProvider },
): void {
  if (ha === undefined) return;
  // As a text: a number that is not known yet is a negative one, which is not found behind a dash.
  const vmId = Token.asString(vm.vmId);
  const resourceId = `vm:${vmId}`;
  const member = new Haresource(
    scope,
    `${id}-ha`,
    defined({
      ...provider,
      resourceId,
      state: ha.state ?? (started ? "started" : "stopped"),
      maxRestart: ha.maxRestart,
      maxRelocate: ha.maxRelocate,
    }),
  );
  if (ha.nodes === undefined) return;
  new Harule(
    scope,
    `${id}-ha-nodes`,
    defined({
      ...provider,
      rule: `slipway-vm-${vmId}`,
      type: "node-affinity",
      resources: [resourceId],
      nodes: { ...ha.nodes },
      strict: ha.strict,
      dependsOn: [member],
    }),
  );
}

/** Holds each NIC to its own MAC address and to its addresses: the firewall knows an IP set's NIC by its name. */
function filter(
  scope: Construct,
  id: string,
  spec: VmSpec,
  vm: VirtualEnvironmentVm,
  provider: { readonly provider?: TerraformProvider },
): void {
  const place = { ...provider, nodeName: vm.nodeName, vmId: vm.vmId };
  const sets = spec.networkDevices.map(
    (nic, index) =>
      new VirtualEnvironmentFirewallIpset(scope, `${id}-ipfilter-net${index}`, {
        ...place,
        name: `ipfilter-net${index}`,
        cidr: nic.addresses.map((name) => ({ name })),
      }),
  );
  new VirtualEnvironmentFirewallOptions(scope, `${id}-firewall`, {
    ...place,
    dependsOn: sets,
    enabled: true,
    macfilter: true,
    ipfilter: true,
    dhcp: true,
    inputPolicy: "ACCEPT",
    outputPolicy: "ACCEPT",
  });
}
