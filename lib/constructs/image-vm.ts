import { CidataIso } from "@slipway/provider-slipway/lib/cidata-iso";
import type { Construct } from "constructs";
import { shorten } from "../values/check";
import type { Problem } from "../values/config-error";
import { checkMachine } from "./check-machine";
import { ConfigTrigger } from "./config-trigger";
import type { VmResource } from "./drivers/driver";
import { GuestMachine } from "./guest-machine";
import { devicePath, SYSTEM_DISK } from "./guest-vm-props";
import type { ImageVmProps } from "./image-vm-props";
import { known } from "./tokens";
import type { VmSpec } from "./vm-spec";

/** Size of the disk in Fedora CoreOS's images. */
const IMAGE_GIB = 10;

/**
 * A Fedora CoreOS VM whose disk is made from the ready `proxmoxve` image, and whose config comes on a CD, through the
 * authenticated Proxmox API alone: no install VM, no DHCP, no network that has to be trusted.
 *
 * The config counts at the first boot only.
 */
export class ImageVm extends GuestMachine {
  /** The CD with its config. Who may read ISOs of the datastore can read it. */
  readonly iso: CidataIso;

  readonly vm: VmResource;

  constructor(scope: Construct, id: string, props: ImageVmProps) {
    const { proxmox, subnet } = props;
    super(scope, id, props, {
      proxmox,
      subnet,
      systemDevice: devicePath(SYSTEM_DISK),
      nodeOf: (vmId) => nodeById(proxmox.nodes, vmId),
    });
    const { hostname, nodeName } = this.identity;

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

    this.spec = {
      ...this.spec,
      cdrom: this.iso.volumeId,
      bootOrder: ["virtio0"],
      disks: this.spec.disks.map((disk) => ({ ...disk, importFrom: props.image })),
      startup: props.startup,
    };
    this.vm = proxmox.driver.createVm(this, "vm", this.spec, { proxmox, dependsOn: [], replaceTriggeredBy: trigger });

    checkMachine(this, this.identity, {
      nodeName: props.nodeName,
      spec: () => this.spec,
      own: (spec) => imageProblems(props.image, spec),
    });
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
