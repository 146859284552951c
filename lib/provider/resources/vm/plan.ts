import type { ConfigOf } from "../../framework/model";
import { type AttributePath, type Diagnostic, UNKNOWN, type Value, type ValueObject } from "../../framework/values";
import { isList, isObject, valueAt } from "../../framework/walk";
import { knows } from "./disk-options";
import type { schema } from "./schema";
import { haStateOf, type PlannedVm } from "./state";

/** What a planned change of disks means. */
export interface DiskPlan {
  readonly errors: readonly Diagnostic[];
  /** Attributes whose change replaces the VM. */
  readonly replace: readonly AttributePath[];
}

/** Disks are told apart by their interface, not by their place in the list. */
export function planDisks(prior: ValueObject, proposed: ValueObject): DiskPlan {
  const before = disksOf(prior.disks);
  const after = disksOf(proposed.disks);
  if (before === null || after === null) return { errors: [], replace: [] };
  const vm = `VM "${typeof proposed.name === "string" ? proposed.name : String(prior.vm_id)}"`;
  const errors: Diagnostic[] = [];
  const replace: AttributePath[] = [];

  const removed = before.filter((disk) => !after.some((other) => other.interface === disk.interface));
  const added = [...after.entries()].filter(([, disk]) => !before.some((old) => old.interface === disk.interface));
  if (removed.length > added.length) {
    errors.push(refusal(`remove a disk of ${vm}`, `${list(removed)} would be lost with all its data.`, ["disks"]));
  } else {
    // As many came as went: the same disks on other interfaces, which only a new VM can have.
    for (const [index] of added.slice(0, removed.length)) replace.push(["disks", index, "interface"]);
  }
  for (const [index, disk] of after.entries()) {
    const old = before.find((other) => other.interface === disk.interface);
    if (old === undefined) continue;
    if (disk.datastore_id !== old.datastore_id) replace.push(["disks", index, "datastore_id"]);
    else if (Number(disk.size_gib) < Number(old.size_gib)) {
      const what = `${String(disk.interface)} has ${String(old.size_gib)} GiB and would get ${String(disk.size_gib)} GiB, and Proxmox only grows disks.`;
      errors.push(refusal(`shrink a disk of ${vm}`, what, ["disks", index, "size_gib"]));
    }
  }
  // A VM that is made anew gets its disks as they are written.
  return replace.length > 0 ? { errors: [], replace } : { errors, replace };
}

function refusal(what: string, why: string, path: AttributePath): Diagnostic {
  const detail = `${why}\nNothing was changed. If you mean it, destroy the VM first (tofu destroy -target=…) and apply again: it is then created with its disks as written.`;
  return { severity: "error", summary: `Unable to ${what}`, detail, path };
}

/** Null if any disk is not known well enough to be judged; it will be at apply. */
function disksOf(value: Value | undefined): readonly ValueObject[] | null {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return null;
  const disks = value as readonly Value[];
  const known = disks.every(
    (disk) =>
      disk !== UNKNOWN &&
      disk !== null &&
      typeof disk === "object" &&
      !("length" in disk) &&
      ["interface", "datastore_id", "size_gib"].every((key) => (disk as ValueObject)[key] !== UNKNOWN),
  );
  return known ? (disks as readonly ValueObject[]) : null;
}

function list(disks: readonly ValueObject[]): string {
  return disks.map((disk) => String(disk.interface)).join(", ");
}

/** What a disk was made from counts once; another image is no reason to lose what is on it. */
export function importWarnings(prior: ValueObject, proposed: ValueObject): readonly Omit<Diagnostic, "severity">[] {
  const before = disksOf(prior.disks) ?? [];
  const name = typeof proposed.name === "string" ? proposed.name : String(prior.vm_id);
  return (disksOf(proposed.disks) ?? []).flatMap((disk, index) => {
    const old = before.find((other) => other.interface === disk.interface);
    if (old === undefined || old.import_from === disk.import_from || disk.import_from === null) return [];
    return [
      {
        summary: `Disk ${String(disk.interface)} of VM "${name}" stays as it is`,
        detail:
          "import_from says what a disk is made from; another image changes nothing on it. Replace the VM if you want it (tofu apply -replace=…).",
        path: ["disks", index, "import_from"],
      },
    ];
  });
}

/** Puts in what follows from other attributes where the user has set nothing. */
export function planDefaults(config: ConfigOf<typeof schema>, proposed: PlannedVm): PlannedVm {
  const { ha } = proposed;
  return {
    ...proposed,
    disks: planBuses(config.disks, proposed.disks),
    ha: isObject(ha) ? { ...ha, state: haState(config, proposed, ha.state) } : ha,
  };
}

/** Only some buses have I/O threads. */
function planBuses(config: Value, proposed: PlannedVm["disks"]): PlannedVm["disks"] {
  if (!isList(proposed)) return proposed;
  return proposed.map((disk, index) => {
    if (!isObject(disk) || typeof disk.interface !== "string") return disk;
    if (knows({ interface: disk.interface }, "iothread") || valueAt(config, [index, "iothread"]) !== null) return disk;
    return { ...disk, iothread: false };
  });
}

type HaState = string | typeof UNKNOWN;

function haState(config: ConfigOf<typeof schema>, { started }: PlannedVm, proposed: HaState): HaState {
  if (valueAt(config, ["ha", "state"]) !== null) return proposed;
  return typeof started === "boolean" ? haStateOf(UNKNOWN, started) : UNKNOWN;
}
