import { failure } from "../api-error";
import { parseProperties } from "../parameters/property-string";
import type { Call } from "../routes/route";
import { parseSize } from "../storage/byte-sizes";
import { printDisk } from "./apply-options";
import { driveFormat } from "./drives";
import { refuseOutdated } from "./update-vm";
import type { VirtualMachine } from "./virtual-machine";

/** Makes a disk larger: to a size, or by `+size`. */
export function resizeDisk({ cluster, caller, values }: Call, vm: VirtualMachine): string {
  const option = values.text("disk");
  const disk = vm.disks.get(option);
  if (disk === undefined) {
    throw failure(option in vm.config ? "you can't resize a cdrom" : `disk '${option}' does not exist`);
  }
  const storageId = disk.volid.split(":")[0] ?? "";
  cluster.access.check(caller, `/storage/${storageId}`, ["Datastore.AllocateSpace"]);
  vm.refuseLocked();
  refuseOutdated(vm, values.optionalText("digest"));
  const text = values.text("size");
  const size = text.startsWith("+") ? disk.sizeBytes + parseSize(text.slice(1)) : parseSize(text);
  if (size < disk.sizeBytes) {
    throw failure("shrinking disks is not supported");
  }
  return cluster.tasks.start({
    node: vm.node,
    type: "resize",
    id: String(vm.vmid),
    caller,
    turnstile: vm.turnstile,
    work: () => {
      cluster.storages.find(vm.node, storageId).grow(disk, size);
      const parsed = parseProperties(driveFormat(option) ?? {}, String(vm.config[option]));
      const printed = printDisk(option, disk, parsed.kind === "parsed" ? parsed.properties : new Map());
      vm.config[option] = printed;
      if (vm.running) {
        vm.active[option] = printed;
      }
    },
  });
}
