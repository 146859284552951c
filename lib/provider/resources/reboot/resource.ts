import { randomUUID } from "node:crypto";
import type { Client } from "../../configuration";
import type { ConfigOf, PlannedOf } from "../../framework/model";
import type { Call, PlanResult, Resource } from "../../framework/resource";
import { type Diagnostic, failure, UNKNOWN } from "../../framework/values";
import { unable } from "../../proxmox/diagnose";
import { proxmoxOf } from "../../proxmox/of-call";
import { start, stop } from "../../proxmox/power";
import { policies, type RebootState, restarts } from "./model";
import { schema } from "./schema";

/** See the schema. */
export const resource: Resource<Client, typeof schema> = {
  name: "reboot",
  schema,
  validate,
  plan: ({ prior, proposed }) => Promise.resolve(plan(prior, proposed)),
  create: ({ planned }) => Promise.resolve({ ...planned, boot: randomUUID() }),
  // A restart is an event: there is nothing of it to be read, and nothing that could go.
  read: ({ state }) => Promise.resolve(state),
  update: ({ prior, planned }, call) => update(prior, planned, call),
  delete: () => Promise.resolve(),
  importState: () =>
    Promise.reject(
      failure(
        "Unable to import slipway_reboot",
        "A restart is an event, of which nothing is left to take over. Take the import out and apply: making this resource restarts nothing, only a later change does.",
      ),
    ),
};

function validate(config: ConfigOf<typeof schema>): readonly Diagnostic[] {
  const errors: Diagnostic[] = [];
  const summary = `Unable to accept the restart of VM "${typeof config.name === "string" ? config.name : ""}"`;
  const refuse = (name: string, detail: string): void => {
    errors.push({ severity: "error", summary, detail, path: [name] });
  };
  if (typeof config.policy === "string" && !policies.includes(config.policy)) {
    refuse("policy", `reboot/policy: "${config.policy}" is not allowed; allowed: ${policies.join(", ")}`);
  }
  const timeout = config.shutdown_timeout;
  if (typeof timeout === "number" && !(Number.isInteger(timeout) && timeout >= 0 && timeout <= 86_400)) {
    refuse("shutdown_timeout", `reboot/shutdown-timeout: ${timeout} is not allowed; allowed: 0 to 86400 whole seconds`);
  }
  return errors;
}

type Planned = PlannedOf<typeof schema>;

function plan(prior: RebootState | null, proposed: Planned): PlanResult<Planned> {
  return { planned: prior !== null && restarts(prior, proposed) ? { ...proposed, boot: UNKNOWN } : proposed };
}

async function update(
  prior: RebootState,
  planned: PlannedOf<typeof schema, never>,
  call: Call<Client>,
): Promise<RebootState> {
  // An image that was unknown at plan may turn out to be the one that runs.
  if (!restarts(prior, planned)) return { ...planned, boot: prior.boot };
  const { signal } = call;
  try {
    const api = proxmoxOf(call);
    const vm = (await api.listVms(signal, "fresh")).find(({ vmid }) => vmid === planned.vm_id);
    if (vm === undefined) throw new Error(`there is no VM ${planned.vm_id} that the token "${api.tokenId}" may see`);
    const place = { node: vm.node, vmId: planned.vm_id };
    // A restart within the machine would keep the old CD, so the machine goes off and on again. One that is off, as
    // after an interrupted restart, is only switched on.
    const how = await stop(api, place, planned.shutdown_timeout, signal);
    if (how === "stopped" && planned.shutdown_timeout > 0) {
      call.warn({
        summary: `VM "${planned.name}" had to be stopped`,
        detail: `It had not shut down after ${planned.shutdown_timeout} seconds (shutdown_timeout).`,
      });
    }
    await start(api, place, signal);
    return { ...planned, boot: randomUUID() };
  } catch (error) {
    // The state keeps the old image, so the next apply restarts the VM again, or starts it if it is off.
    throw unable(`restart VM "${planned.name}"`, error, { state: prior });
  }
}
