import { CoreosIso } from "@slipway/provider-slipway/lib/coreos-iso";
import type { FilesServer } from "@slipway/provider-slipway/lib/files";
import { Reboot } from "@slipway/provider-slipway/lib/reboot";
import { Construct } from "constructs";
import type { Problem } from "../values/config-error";
import { LEAST_DATA_DISK_MIB } from "../images/volumes";
import { orReport } from "./app-check";
import { checkMachine } from "./check-machine";
import type { Origin } from "./config-in-parts";
import { diskSizes } from "./disk-sizes";
import { lockFile } from "./environment";
import { IgnitionConfig } from "./ignition-config";
import { installIgnition } from "./install-ignition";
import { sftpServer } from "./install-server";
import { installDefaults, type InstallVmProps } from "./install-vm-props";
import { memoryProblems } from "./live-memory";
import { machineIdentity } from "./machine-identity";
import type { Proxmox } from "./proxmox";
import { NO_RELEASE, readRelease } from "./release";
import { attributeText } from "./structure";
import type { Subnet } from "./subnet";
import type { VmDisk, VmSpec } from "./vm-spec";

/** The least memory of a live system that runs from memory alone, in MiB. */
const LEAST_MEMORY_MIB = 4096;

/**
 * The VM that installs all others: DHCP, HTTP and SFTP in containers, on a live system whose ISO carries its whole config.
 *
 * A change of its config is a new ISO: uploaded first, then attached, then booted from as `onImageChange` says.
 */
export class InstallVm extends Construct {
  readonly proxmox: Proxmox;
  readonly subnet: Subnet;
  readonly hostname: string;

  /** IPv4 address on the install network. */
  readonly address: string;

  /** Its config, to be added to. What a guest sees of it is the ISO made of it. */
  readonly ignition: IgnitionConfig;

  /** The ISO that it boots from. */
  readonly iso: CoreosIso;

  /** A token that changes whenever the VM was restarted for a new image: its SFTP server is then another one. */
  readonly boot: string;

  /** Generation of the host key of its SFTP server. */
  readonly hostKeyGeneration: number;

  constructor(scope: Construct, id: string, props: InstallVmProps) {
    super(scope, id);
    const settings = installDefaults(id, props);
    const { proxmox, subnet, hostname, address } = settings;
    this.proxmox = proxmox;
    this.subnet = subnet;
    this.hostname = hostname;
    this.address = address;
    this.hostKeyGeneration = settings.hostKeyGeneration;
    const release = props.release ?? orReport(this, "release", () => readRelease(lockFile().path), NO_RELEASE);

    const disks: readonly VmDisk[] = [
      {
        interface: "virtio1",
        datastoreId: proxmox.diskDatastore,
        sizeGiB: settings.dataDisk.gib,
        serial: "slipway-data",
        backup: true,
      },
    ];
    // Of a disk that is too small for its own volumes, that is said once.
    const fits = settings.dataDisk.mib >= LEAST_DATA_DISK_MIB;
    const origin: Origin = { machine: () => (fits ? diskSizes(disks) : {}) };
    this.ignition = new IgnitionConfig(this, "ignition", {}, origin)
      .add(
        machineIdentity({
          hostname,
          address,
          subnet,
          connection: "install",
          sshAuthorizedKeys: settings.authorizedKeys,
        }),
      )
      .add(release === NO_RELEASE ? {} : orReport(this, [], () => installIgnition({ ...settings, release }), {}));

    this.iso = new CoreosIso(this, "iso", {
      ...proxmox.slipway(this),
      nodeName: settings.nodeName,
      datastoreId: proxmox.isoDatastore,
      name: hostname,
      source: release.iso,
      ignitionWo: this.ignition.json,
      kernelArguments: ["coreos.liveiso.fromram", ...settings.kernelArguments.map(attributeText)],
      lifecycle: { createBeforeDestroy: true },
    });

    const spec: VmSpec = {
      ...settings.vm,
      cdrom: this.iso.volumeId,
      bootOrder: ["ide2"],
      disks,
    };
    const vm = proxmox.driver.createVm(this, "vm", spec, { proxmox, dependsOn: [], replaceTriggeredBy: [] });
    const reboot = new Reboot(this, "reboot", {
      ...proxmox.slipway(this),
      vmId: vm.vmId,
      name: hostname,
      image: this.iso.volumeId,
      policy: settings.onImageChange === "restart" ? "restart" : "next_boot",
    });
    this.boot = reboot.boot;

    checkMachine(this, settings, {
      nodeName: props.nodeName,
      spec: () => spec,
      own: () => problemsOf(spec, settings.authorizedKeys),
    });
  }

  /** Its SFTP server, as a resource in the stack of `scope` reaches it. */
  server(scope: Construct): FilesServer {
    return sftpServer(scope, this);
  }
}

function problemsOf(spec: VmSpec, authorizedKeys: readonly string[]): readonly Problem[] {
  const problems = [
    ...memoryProblems(spec, {
      code: "install-vm/too-little-memory",
      what: "the live system is copied into memory, and runs there with its services",
      leastMiB: LEAST_MEMORY_MIB,
    }),
  ];
  const [disk] = spec.disks;
  const leastGiB = Math.ceil(LEAST_DATA_DISK_MIB / 1024);
  if (disk !== undefined && disk.sizeGiB < leastGiB) {
    problems.push({
      code: "install-vm/data-disk-too-small",
      severity: "error",
      path: ["dataDisk"],
      what: "the volumes do not fit on the data disk",
      got: `${disk.sizeGiB} GiB`,
      allowed: `${leastGiB} GiB or more`,
      fix: `set dataDisk to ByteSize.gib(${leastGiB})`,
    });
  }
  if (authorizedKeys.length === 0) {
    problems.push({
      code: "install-vm/no-key",
      severity: "error",
      path: ["authorizedKeys"],
      what: "nobody could log in to publish a guest's files",
      fix: "set authorizedKeys, or sshPublicKeys of its Proxmox",
    });
  }
  return problems;
}
