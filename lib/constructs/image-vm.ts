import { CidataIso } from "@slipway/provider-slipway/lib/cidata-iso";
import { Construct } from "constructs";
import { shorten } from "../values/check";
import type { Problem } from "../values/config-error";
import { checkLater, report } from "./app-check";
import { claim } from "./claims";
import type { Origin } from "./config-in-parts";
import { ConfigTrigger } from "./config-trigger";
import { DataDisk, type DataDiskProps } from "./data-disk";
import { diskSizes } from "./disk-sizes";
import type { VmResource } from "./drivers/driver";
import { devicePath, SYSTEM_DISK } from "./guest-vm-props";
import { IgnitionConfig } from "./ignition-config";
import type { ImageVmProps } from "./image-vm-props";
import { machineIdentity } from "./machine-identity";
import { guestSpec, identify } from "./machine-props";
import { placeProblems } from "./placement";
import { known } from "./tokens";
import { validateVmSpec, type VmSpec } from "./vm-spec";

/** Size of the disk in Fedora CoreOS's images. */
const IMAGE_GIB = 10;

/**
 * A Fedora CoreOS VM whose disk is made from the ready `proxmoxve` image, and whose config comes on a CD, through the
 * authenticated Proxmox API alone: no install VM, no DHCP, no network that has to be trusted.
 *
 * The config counts at the first boot only.
 */
export class ImageVm extends Construct {
  /** IPv4 address. */
  readonly address: string;
  readonly hostname: string;
  readonly macAddress: string;

  /** Its config, to be added to. */
  readonly ignition: IgnitionConfig;

  /** The CD with its config. Who may read ISOs of the datastore can read it. */
  readonly iso: CidataIso;

  /** The VM, as the resource of the provider that makes it: the way to what has no property here. */
  readonly vm: VmResource;

  private spec: VmSpec;

  constructor(scope: Construct, id: string, props: ImageVmProps) {
    super(scope, id);
    const { proxmox, subnet } = props;
    const guest = identify(this, props, proxmox, subnet, (vmId) => nodeById(proxmox.nodes, vmId));
    const { vmId, hostname, address, macAddress, nodeName } = guest;
    this.address = address;
    this.hostname = hostname;
    this.macAddress = macAddress;
    const sshAuthorizedKeys = props.sshAuthorizedKeys ?? proxmox.props.sshPublicKeys ?? [];
    const origin: Origin = { machine: () => diskSizes(this.spec.disks, devicePath(SYSTEM_DISK)) };
    this.ignition = new IgnitionConfig(this, "ignition", props.ignition, origin).add(
      machineIdentity({ hostname, address, subnet, connection: "slipway", sshAuthorizedKeys }),
    );

    this.iso = new CidataIso(this, "iso", {
      ...proxmox.slipway(this),
      nodeName,
      datastoreId: proxmox.isoDatastore,
      name: hostname,
      ignitionWo: this.ignition.json,
      lifecycle: { createBeforeDestroy: true },
    });
    const trigger =
      props.onIgnitionChange === "ignore" ? [] : [new ConfigTrigger(this, "config", this.iso.ignitionSha512)];

    const spec = guestSpec(props, guest);
    this.spec = {
      ...spec,
      cdrom: this.iso.volumeId,
      bootOrder: ["virtio0"],
      disks: spec.disks.map((disk) => ({ ...disk, importFrom: props.image })),
      startup: props.startup,
    };
    this.vm = proxmox.driver.createVm(this, "vm", this.spec, { proxmox, dependsOn: [], replaceTriggeredBy: trigger });

    claim(this, "vm-id", proxmox.identity, vmId, "vmId");
    claim(this, "mac-address", subnet.bridge, macAddress, "macAddress");
    claim(this, "address", subnet.bridge, address, "address");
    claim(this, "host-name", subnet.bridge, hostname, "hostname");
    checkLater(this, () => [
      ...subnet.hostProblems(address, ["address"]),
      ...placeProblems(props.nodeName, proxmox, this.spec),
      ...validateVmSpec(this.spec),
      ...imageProblems(props.image, this.spec),
    ]);
  }

  /** Adds a disk for data, with a file system that is mounted. It goes with the VM when that is replaced. */
  addDataDisk(name: string, props: DataDiskProps): DataDisk {
    const disk = new DataDisk(name, props);
    const { disks } = this.spec;
    const [{ datastoreId } = { datastoreId: "" }] = disks;
    this.spec = { ...this.spec, disks: [...disks, disk.vmDisk(disks.length, datastoreId)] };
    this.vm.setDisks(this.spec.disks);
    this.ignition.add(disk.ignition);
    report(this, disk.problems());
    return disk;
  }
}

/** A node that no other machine has a say in: a CD on another node would be another CD. */
function nodeById(nodes: readonly string[], vmId: number): string {
  return nodes[(known(vmId) ?? 0) % nodes.length] ?? "";
}

/** As Proxmox names what it can make a disk from; other volumes are disks of other VMs. */
const IMAGE =
  /^[A-Za-z][A-Za-z0-9_.-]*:(?:import\/[^/]+\.(?:qcow2|raw|vmdk)|(?!(?:import|iso|vztmpl|backup|snippets)\/).+)$/;

function imageProblems(image: string, { disks: [disk] }: VmSpec): readonly Problem[] {
  const problems: Problem[] = [];
  const volume = known(image);
  if (volume !== undefined && !IMAGE.test(volume)) {
    problems.push({
      code: "image-vm/image",
      severity: "error",
      path: ["image"],
      what: "no disk can be made from this",
      got: shorten(volume),
      allowed: "<datastore>:import/<file>, which is a qcow2, raw or vmdk image and not packed",
      fix: "unpack the image on the node, and name its volume as `pvesm list <datastore>` does",
    });
  }
  const gib = known(disk?.sizeGiB);
  if (gib !== undefined && gib < IMAGE_GIB) {
    problems.push({
      code: "image-vm/system-disk-too-small",
      severity: "error",
      path: ["systemDisk"],
      what: "the disk in Fedora CoreOS's image is larger, and none can be made smaller",
      got: `${gib} GiB`,
      allowed: `${IMAGE_GIB} GiB or more`,
      fix: `set systemDisk to ByteSize.gib(${IMAGE_GIB})`,
    });
  }
  return problems;
}
