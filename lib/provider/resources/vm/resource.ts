import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Client } from "../../configuration";
import type { ConfigOf } from "../../framework/model";
import type { Call, PlanResult, Resource } from "../../framework/resource";
import { DiagnosticError, failure } from "../../framework/values";
import { apiPath, type ProxmoxApi } from "../../proxmox/api";
import { proxmoxOf } from "../../proxmox/of-call";
import { unable } from "../../proxmox/diagnose";
import { isNotFound, mayBeDone, toError } from "../../proxmox/errors";
import { start, stop, type VmPlace } from "../../proxmox/power";
import { type Found, lookUp } from "./find";
import { removeFilters, writeFirewall } from "./firewall";
import { leave, writeHa } from "./ha";
import { completed, importVm } from "./imported";
import { growImported, refuseLargeImages } from "./import-disks";
import { changesTo, createForm } from "./model";
import { confirm, find, isGone, observe, trueState } from "./observe";
import { moveVm } from "./moved";
import { importWarnings, planDefaults, planDisks } from "./plan";
import { movePool } from "./pool";
import { flag, isImport, readConfig, smbiosUuid } from "./read-config";
import { schema } from "./schema";
import { type AppliedVm, type PlannedVm, plannedState, type VmState } from "./state";
import { Unfinished } from "./unfinished";
import { upgradeVm } from "./upgrade";
import { validateVm } from "./validate";

/** See the schema. */
export const resource: Resource<Client, typeof schema> = {
  name: "vm",
  schema,
  validate: validateVm,
  plan: ({ prior, config, proposed }, call) => Promise.resolve(plan(prior, config, proposed, call)),
  create: ({ planned }, call) => create(planned, call),
  read: ({ state }, call) => read(completed(state), call),
  update: ({ prior, planned }, call) => update(completed(prior), plannedState(planned, prior), call),
  delete: ({ prior }, call) => remove(completed(prior), call),
  importState: (id) => Promise.resolve(importVm(id)),
  upgrade: upgradeVm,
  move: moveVm,
};

function plan(
  prior: VmState | null,
  config: ConfigOf<typeof schema>,
  written: PlannedVm,
  call: Call<Client | undefined>,
): PlanResult<PlannedVm> {
  const proposed = planDefaults(config, written);
  if (prior === null) return { planned: proposed };
  const { errors, replace } = planDisks(prior, proposed);
  const replaced = (["vm_id", "efi_disk", "tpm_state"] as const).some(
    (name) => !isDeepStrictEqual(prior[name], proposed[name]),
  );
  if (errors.length > 0 && !replaced) throw new DiagnosticError(errors);
  if (prior.node_name !== proposed.node_name && !replaced && replace.length === 0) {
    call.warn({
      summary: `VM "${prior.name}" stays on node ${prior.current_node}`,
      detail:
        "node_name says where a VM is created; a new one moves nothing. Migrate the VM in Proxmox if you want it elsewhere.",
      path: ["node_name"],
    });
  }
  if (!replaced && replace.length === 0) importWarnings(prior, proposed).forEach((warning) => call.warn(warning));
  return { planned: proposed, replace };
}

function create(planned: AppliedVm, call: Call<Client>): Promise<VmState> {
  const vm = plannedState(planned, { current_node: planned.node_name, smbios_uuid: randomUUID() });
  const unfinished = new Unfinished(call.client.cacheDirectory);
  return unfinished.during(vm.smbios_uuid, () => make(vm, unfinished, call));
}

async function make(vm: VmState, unfinished: Unfinished, call: Call<Client>): Promise<VmState> {
  const { signal } = call;
  const api = proxmoxOf(call);
  const place: VmPlace = { node: vm.node_name, vmId: vm.vm_id };
  const what = `create VM "${vm.name}"`;

  let task: unknown;
  try {
    await removeAbandoned(api, vm, unfinished, call);
    await refuseTaken(api, vm, signal);
    await refuseLargeImages(api, place.node, vm, [], signal);
    // What is protected cannot be removed, so a VM is protected when nothing can go wrong any more.
    task = await api.post(apiPath`/nodes/${place.node}/qemu`, createForm({ ...vm, protection: false }), signal);
  } catch (error) {
    if (/already exists/i.test(toError(error).message)) throw taken(vm, "another VM", error);
    // If the request may have been carried out, the state keeps the UUID by which the VM will be known as ours.
    const unsure = signal.aborted || mayBeDone(error);
    throw unable(what, error, unsure ? { state: { ...vm, started: false, protection: false } } : {});
  }
  try {
    await api.waitForTask(task, signal);
    await growImported(api, place, vm, signal);
    await writeFirewall(api, place, vm, signal);
    if (vm.started) await start(api, place, signal);
    // A member only now, so that the cluster does not start what is half made.
    await writeHa(api, vm.vm_id, null, vm.ha, signal);
    if (vm.protection) await protect(api, place, signal);
    await confirm(api, place, vm, call);
    return vm;
  } catch (error) {
    throw unable(what, error, {
      state: { ...vm, started: false, protection: false },
      advice: "What was created so far is in the state; the next apply removes it and creates the VM anew.",
    });
  }
}

async function protect(api: ProxmoxApi, place: VmPlace, signal: AbortSignal): Promise<void> {
  // As a member it may be on another node by now.
  const node = (await lookUp(api, place.vmId, signal, "fresh"))?.node ?? place.node;
  const { vmId } = place;
  const task = await api.put(apiPath`/nodes/${node}/qemu/${vmId}/config`, { protection: true }, signal);
  await api.waitForTask(task, signal);
}

/** What an apply that was killed has left of the VM is known by its UUID, and makes way. */
async function removeAbandoned(
  api: ProxmoxApi,
  vm: VmState,
  unfinished: Unfinished,
  call: Call<Client>,
): Promise<void> {
  if ((await lookUp(api, vm.vm_id, call.signal)) === undefined) return;
  for (const uuid of await unfinished.abandoned()) {
    const left: VmState = { ...vm, smbios_uuid: uuid, shutdown_timeout: 0 };
    if ((await find(api, left, call.signal)).kind !== "ours") continue;
    call.warn({
      summary: `VM "${vm.name}" was half made`,
      detail: `An apply that was killed had begun to make VM ${vm.vm_id}. What it has left was removed, and the VM is made anew.`,
    });
    await remove(left, call);
    await unfinished.forget(uuid);
  }
}

async function refuseTaken(api: ProxmoxApi, vm: VmState, signal: AbortSignal): Promise<void> {
  const holder = await lookUp(api, vm.vm_id, signal);
  if (holder === undefined) return;
  const kind = holder.type === "lxc" ? "container" : "VM";
  throw taken(vm, `${kind} "${holder.name ?? "(without a name)"}" on node ${holder.node}`);
}

function taken(vm: VmState, holder: string, cause?: unknown): DiagnosticError {
  const said = cause === undefined ? "" : `\n${toError(cause).message}`;
  return failure(
    `Unable to create VM "${vm.name}"`,
    `The id ${vm.vm_id} is taken by ${holder}.${said}\nNothing was changed. Give "${vm.name}" another vm_id; or, if that VM is meant, tofu import it.`,
    ["vm_id"],
  );
}

async function read(state: VmState, call: Call<Client>): Promise<VmState | null> {
  try {
    const api = proxmoxOf(call);
    const found = await find(api, state, call.signal);
    if (found.kind === "another") {
      call.warn({
        summary: `VM "${state.name}" is gone`,
        detail: `Its id ${state.vm_id} belongs to another VM now, "${found.name}" on node ${found.node}, which is left alone.`,
      });
    }
    if (found.kind !== "ours") return null;
    if (smbiosUuid(found.config) === undefined) throw nameless(state.vm_id);
    return await observe(api, state, found, call.signal);
  } catch (error) {
    throw unable(`read VM "${state.name}" (${state.vm_id})`, error);
  }
}

/** Only an import comes upon such a VM: all that were made here have a UUID. */
function nameless(vmId: number): DiagnosticError {
  return failure(
    `Unable to import VM ${vmId}`,
    `It has no SMBIOS UUID, so another VM that gets its id could not be told from it. Give it one on its node, \`qm set ${vmId} --smbios1 uuid=$(uuidgen)\`, which counts from its next start, and import it again.`,
    ["vm_id"],
  );
}

async function update(prior: VmState, planned: VmState, call: Call<Client>): Promise<VmState> {
  const { signal } = call;
  const what = `change VM "${planned.name}"`;
  const api = proxmoxOf(call);
  try {
    const found = await find(api, prior, signal);
    if (found.kind !== "ours") throw new Error(`VM ${prior.vm_id} is gone since it was planned: plan again`);
    await change(api, found, prior, planned, call);
    await confirm(api, found.place, planned, call);
    return planned;
  } catch (error) {
    throw unable(what, error, { state: await trueState(api, prior) });
  }
}

async function change(
  api: ProxmoxApi,
  { place, config }: Extract<Found, { kind: "ours" }>,
  prior: VmState,
  planned: VmState,
  call: Call<Client>,
): Promise<void> {
  const { signal } = call;
  const path = apiPath`/nodes/${place.node}/qemu/${place.vmId}`;
  // Compared with what is there, not with what the state remembers: what an interrupted apply has done stays done.
  const actual = readConfig(config, { ...prior, disks: planned.disks });
  const { form, needsStop, resizes } = changesTo(actual, config, planned);
  await refuseLargeImages(api, place.node, planned, actual.disks ?? [], signal);
  const wasHalted = (needsStop || !planned.started) && (await halt(api, place, planned, call));
  try {
    await writeFirewall(api, place, planned, signal);
    if (form !== null) {
      // What copies an image takes longer than a call may: the other way to the same thing is a task.
      const copies = Object.values(form).some((value) => String(value).includes("import-from="));
      const change = copies ? api.post(`${path}/config`, form, signal) : api.put(`${path}/config`, form, signal);
      await api.waitForTask(await change, signal);
    }
    for (const resize of resizes) await api.waitForTask(await api.put(`${path}/resize`, resize, signal), signal);
    await removeFilters(api, place, prior, planned, signal);
    await movePool(api, place.vmId, prior.pool_id, planned.pool_id, signal);
  } catch (error) {
    // Off for a change that did not come about, it would stay off until somebody has mended the cause.
    if (wasHalted && planned.started && !signal.aborted) await startAgain(api, place, signal);
    throw error;
  }
  if (planned.started) await start(api, place, signal);
  await writeHa(api, place.vmId, prior.ha, planned.ha, signal);
}

const START_AGAIN_MS = 10_000;

/** The failure that led here says more than that of a start, and is not kept waiting for it. */
async function startAgain(api: ProxmoxApi, place: VmPlace, signal: AbortSignal): Promise<void> {
  await start(api, place, AbortSignal.any([signal, AbortSignal.timeout(START_AGAIN_MS)])).catch(() => undefined);
}

/** Has a VM off; answers whether it ran. */
async function halt(api: ProxmoxApi, place: VmPlace, vm: VmState, call: Call<Client>): Promise<boolean> {
  const how = await stop(api, place, vm.shutdown_timeout, call.signal);
  if (how === "stopped" && vm.shutdown_timeout > 0) {
    call.warn({
      summary: `VM "${vm.name}" had to be stopped`,
      detail: `It had not shut down after ${vm.shutdown_timeout} seconds (shutdown_timeout).`,
    });
  }
  return how !== null;
}

async function remove(prior: VmState, call: Call<Client>): Promise<void> {
  const { signal } = call;
  const what = `remove VM "${prior.name}"`;
  const api = proxmoxOf(call);
  try {
    if (isImport(prior)) {
      const why = `The state knows VM ${prior.vm_id} by its id alone, which may be another's by now. Nothing was changed.`;
      throw failure(`Unable to ${what}`, `${why} Refresh the state, or remove it from the state.`, ["smbios_uuid"]);
    }
    const found = await find(api, prior, signal);
    if (found.kind !== "ours") return;
    if (flag(found.config.protection)) {
      throw failure(
        `Unable to ${what}`,
        `VM ${prior.vm_id} is protected. Nothing was changed: it still runs if it did. Set protection = false, apply, and then remove it.`,
        ["protection"],
      );
    }
    // A member would be started again.
    if (prior.ha !== null) await leave(api, prior.vm_id, signal);
    await halt(api, found.place, prior, call);
    const path = apiPath`/nodes/${found.place.node}/qemu/${prior.vm_id}`;
    await api.waitForTask(await api.delete(path, { purge: true, "destroy-unreferenced-disks": true }, signal), signal);
  } catch (error) {
    // What was not found may be something else that the removal needs, such as a datastore.
    if (isNotFound(error) && (await isGone(api, prior, signal))) return;
    throw unable(what, error);
  }
}
