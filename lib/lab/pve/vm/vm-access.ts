import { failure } from "../api-error";
import { permissionError } from "../api-error";
import type { Call } from "../routes/route";
import { requirementOf } from "./option-privileges";
import { parseNic } from "./nics";
import { parseDrive } from "./drives";
import type { Drive } from "./drives";

/** The VM that is asked about, or the one to be: then its pool may grant what its own path does not. */
export interface VmSubject {
  readonly vmid: number;
  readonly node: string;
  readonly pool?: string | undefined;
}

/** Checks privileges on the pool first, then on the VM. */
export function checkVm({ cluster, caller }: Call, vm: VmSubject, privileges: readonly string[], any = false): void {
  if (vm.pool !== undefined && cluster.access.has(caller, `/pool/${vm.pool}`, privileges, any)) {
    return;
  }
  cluster.access.check(caller, `/vms/${vm.vmid}`, privileges, any);
}

/** Checks what setting these options needs, on the VM and on what they name. */
export function checkOptions(call: Call, vm: VmSubject, options: ReadonlyMap<string, string | number>): void {
  for (const [option, value] of options) {
    const drive = parseDrive(option, String(value));
    if (drive?.kind === "cd") {
      checkVm(call, vm, ["VM.Config.CDROM"]);
      checkCd(call, drive.volid);
      continue;
    }
    const { privileges, any } = requirementOf(option);
    checkVm(call, vm, privileges, any);
    if (option === "startup") {
      call.cluster.access.check(call.caller, "/", ["Sys.Modify"]);
    }
    checkDevice(call, option, String(value));
    if (drive !== undefined) {
      checkDrive(call, vm, drive);
    }
    if (/^net\d+$/.test(option)) {
      checkBridge(call, String(value));
    }
  }
}

/** What reaches through to the node's own devices. */
function checkDevice({ cluster, caller }: Call, option: string, value: string): void {
  if (/^serial\d+$/.test(option) && value !== "socket") {
    throw failure(`only root can set '${option}' config for real devices`);
  }
  if (option === "rng0" && value.includes("/dev/hwrng")) {
    cluster.access.check(caller, "/mapping/hwrng", ["Mapping.Use"]);
  }
}

/** Checks what removing these options needs. */
export function checkRemovals(
  call: Call,
  vm: VmSubject,
  options: readonly string[],
  isCd: (key: string) => boolean,
): void {
  for (const option of options) {
    const { privileges, any } = isCd(option) ? { privileges: ["VM.Config.CDROM"], any: false } : requirementOf(option);
    checkVm(call, vm, privileges, any);
    if (option === "startup") {
      call.cluster.access.check(call.caller, "/", ["Sys.Modify"]);
    }
  }
}

function checkDrive(call: Call, vm: VmSubject, drive: Drive): void {
  const { cluster, caller } = call;
  switch (drive.kind) {
    case "new":
    case "cloudinit":
      cluster.storages.find(vm.node, drive.storage);
      cluster.access.check(caller, `/storage/${drive.storage}`, ["Datastore.AllocateSpace"]);
      if (drive.kind === "new" && drive.importFrom !== undefined) {
        checkCd(call, drive.importFrom);
      }
      return;
    case "existing":
      if (!new RegExp(`:vm-${vm.vmid}-`).test(drive.volid)) {
        cluster.access.check(caller, `/storage/${drive.volid.split(":")[0] ?? ""}`, ["Datastore.Allocate"]);
      }
      return;
    case "path":
      throw failure("Only root can pass arbitrary filesystem paths.");
    case "cd":
      return;
  }
}

/** ISOs may hold secrets: whoever attaches one must be allowed to look into the storage. */
function checkCd({ cluster, caller }: Call, volid: string): void {
  if (volid === "none") {
    return;
  }
  if (volid === "cdrom" || volid.startsWith("/")) {
    throw failure("Only root can pass arbitrary filesystem paths.");
  }
  const path = `/storage/${volid.split(":")[0] ?? ""}`;
  if (!cluster.access.has(caller, path, ["Datastore.Allocate"])) {
    cluster.access.check(caller, path, ["Datastore.AllocateSpace", "Datastore.Audit"], true);
  }
}

function checkBridge({ cluster, caller }: Call, value: string): void {
  const nic = parseNic(value);
  const bridge = nic.get("bridge");
  if (bridge === undefined) {
    return;
  }
  const path = ["/sdn/zones/localnetwork", bridge, ...(nic.has("tag") ? [nic.get("tag")] : [])].join("/");
  if (!cluster.access.has(caller, path, ["SDN.Use"])) {
    throw permissionError(path, ["SDN.Use"]);
  }
}
