import type { Client } from "../../configuration";
import type { Call, Resource } from "../../framework/resource";
import {
  type AttributePath,
  type Diagnostic,
  DiagnosticError,
  failure,
  UNKNOWN,
  type Value,
  type ValueObject,
} from "../../framework/values";
import { unable } from "../../proxmox/diagnose";
import { proxmoxOf } from "../../proxmox/of-call";
import { ServerUnreachable } from "../../remote/failures";
import { decodeServer } from "../../sftp/server-config";
import { validateServer } from "../files/validate-server";
import type { LogMarks } from "./evidence";
import { isHopeless, stuck } from "./explain";
import { guestOf } from "./guest";
import { machineOf, uptime } from "./machine";
import type { AppliedInstallation, InstallationState, PlannedInstallation, Watched } from "./model";
import { reinstall, startAnew } from "./reinstall";
import { ed25519Fingerprint, type Report, UUID } from "./report";
import { schema } from "./schema";
import { Watch } from "./wait";

const POLICIES = ["replace", "reinstall", "ignore"];

/** What the guest reports, unknown until it has. */
const UNREPORTED = {
  release: UNKNOWN,
  ssh_host_keys: UNKNOWN,
  ssh_host_key_fingerprint: UNKNOWN,
  boot_id: UNKNOWN,
  installed_in: UNKNOWN,
} as const satisfies Partial<PlannedInstallation>;

export const resource: Resource<Client, typeof schema> = {
  name: "installation",
  schema,
  validate,

  plan({ prior, proposed }) {
    const isSame = prior === null || prior.nonce === proposed.nonce || proposed.on_change === "ignore";
    if (isSame) return Promise.resolve({ planned: proposed, replace: [] });
    const replace: AttributePath[] = proposed.on_change === "reinstall" ? [] : [["nonce"]];
    return Promise.resolve({ planned: { ...proposed, ...UNREPORTED }, replace });
  },

  create: ({ planned }, call) => unlessCancelled(planned, call, () => create(planned, call)),

  async read({ state }, call) {
    if ((await currentMachine(state, call)) !== state.machine) return null;
    try {
      const report = await watchOf({ ...state, timeout: 0 }, call).report();
      // Reports may be gone, as with a new data disk; the guest is installed all the same.
      return report === undefined ? state : { ...state, ...facts(report, state.installed_in) };
    } catch (error) {
      if (error instanceof ServerUnreachable) return state;
      throw error;
    }
  },

  update: ({ prior, planned }, call) => unlessCancelled(planned, call, () => update(prior, planned, call)),

  /** A guest stays installed; its VM and its files are other resources. */
  delete: () => Promise.resolve(),

  importState: () =>
    Promise.reject(
      failure(
        "Unable to import slipway_installation",
        "How to reach the reports, and which config the guest was installed with, is known to the configuration alone. Take the import out and apply: where the guest has reported that it is installed with this config, nothing is waited for and nothing changes.",
      ),
    ),
};

async function create(planned: AppliedInstallation, call: Call<Client>): Promise<InstallationState> {
  const guest = { ...planned, machine: await installedMachine(planned, call) };
  const watch = watchOf(guest, call);
  const known = await watch.report();
  if (known !== undefined) return { ...guest, ...facts(known, await secondsSinceStart(planned, call)) };
  const marks = await afterFailure(watch, call);
  const report = await watch.until(() => watch.report(), marks);
  return { ...guest, ...facts(report, tenths(watch.seconds)) };
}

/**
 * How long a guest has taken that was quicker than the first look: its machine's time since power-on, if OpenTofu was
 * there at power-on. Null if it was not, since nobody knows when the report came then.
 */
async function secondsSinceStart(planned: AppliedInstallation, call: Call<Client>): Promise<number | null> {
  try {
    const seconds = await uptime(proxmoxOf(call), planned.vm_id, call.signal);
    return seconds !== undefined && seconds <= process.uptime() ? seconds : null;
  } catch (error) {
    if (call.signal.aborted) throw error;
    return null; // the guest is installed, whatever Proxmox says of its machine
  }
}

async function update(
  prior: InstallationState,
  planned: AppliedInstallation,
  call: Call<Client>,
): Promise<InstallationState> {
  const guest = { ...planned, machine: prior.machine };
  if (planned.on_change !== "reinstall" || prior.nonce === planned.nonce) return { ...guest, ...factsOf(prior) };
  const watch = watchOf(guest, call);
  const report = await reinstall(watch, proxmoxOf(call), call.signal).catch((error: unknown) => {
    throw call.signal.aborted ? error : unable(`reinstall guest "${watch.guest.name}"`, error);
  });
  return { ...guest, ...facts(report, tenths(watch.seconds)) };
}

/** Names the guest that an interrupt leaves to itself. */
async function unlessCancelled<T>(
  { name }: AppliedInstallation,
  { signal }: Call<Client>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted) throw error;
    throw failure(
      "Operation cancelled",
      `Interrupted while guest "${name}" was being installed. It goes on by itself as far as it can: apply again to wait for it.`,
    );
  }
}

/** The machine that is to report: the one that was handed over, else the VM that has the guest's id now. */
async function installedMachine(planned: AppliedInstallation, call: Call<Client>): Promise<string> {
  if (typeof planned.machine === "string") return planned.machine;
  const machine = await currentMachine(planned, call);
  if (machine !== undefined) return machine;
  const why = `There is no VM ${planned.vm_id}, or the API token may not see it.`;
  throw failure(`Unable to install guest "${planned.name}"`, why);
}

async function currentMachine(
  { name, vm_id: vmId }: Pick<InstallationState, "name" | "vm_id">,
  call: Call<Client>,
): Promise<string | undefined> {
  try {
    return await machineOf(proxmoxOf(call), vmId, call.signal);
  } catch (error) {
    if (call.signal.aborted) throw error;
    throw unable(`look for VM ${vmId} of guest "${name}"`, error);
  }
}

/** A guest that gave up in an earlier apply does not try again by itself: it is restarted, once. */
async function afterFailure(watch: Watch, call: Call<Client>): Promise<LogMarks | undefined> {
  const { signal } = call;
  const evidence = await watch.evidence();
  if (!isHopeless(evidence, watch.guest)) return undefined;
  try {
    return await startAnew(watch, proxmoxOf(call), signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const why = unable(`restart guest "${watch.guest.name}", which has to begin anew`, error);
    throw new DiagnosticError([...stuck(watch.guest, evidence, watch.seconds).diagnostics, ...why.diagnostics]);
  }
}

function watchOf(guest: Watched, { client, signal }: Call<Client>): Watch {
  return new Watch(client.sftp, decodeServer(guest.server), guestOf(guest), guest.timeout, signal);
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

type Facts = Pick<InstallationState, keyof typeof UNREPORTED>;

function factsOf({ release, ssh_host_keys, ssh_host_key_fingerprint, boot_id, installed_in }: Facts): Facts {
  return { release, ssh_host_keys, ssh_host_key_fingerprint, boot_id, installed_in };
}

function facts(report: Report, installedIn: number | null): Facts {
  return {
    release: report.release,
    ssh_host_keys: report.sshHostKeys,
    ssh_host_key_fingerprint: ed25519Fingerprint(report),
    boot_id: report.bootId,
    installed_in: installedIn,
  };
}

function validate(config: ValueObject): readonly Diagnostic[] {
  const problems: Diagnostic[] = [...validateServer(config.server)];
  const expect = (name: string, isFine: (value: Value) => boolean, detail: string): void => {
    const value = config[name] ?? null;
    if (value === null || value === UNKNOWN || isFine(value)) return;
    problems.push({ severity: "error", summary: `Not a value for ${name}`, detail, path: [name] });
  };
  const matches = (pattern: RegExp) => (value: Value) => typeof value === "string" && pattern.test(value);
  expect("on_change", (value) => POLICIES.includes(String(value)), `Allowed: ${POLICIES.join(", ")}.`);
  expect("timeout", (value) => Number(value) > 0, "A number of seconds above 0.");
  expect("vm_id", (value) => Number.isInteger(value) && Number(value) >= 100, "A VM id: 100 to 999999999.");
  expect("nonce", matches(/^[0-9a-f]{32}$/), "32 lower-case hex digits.");
  expect("machine", matches(UUID), "A UUID in lower case.");
  expect("mac_address", matches(/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/), "A MAC address with colons.");
  expect("address", matches(/^(?:\d{1,3}\.){3}\d{1,3}$/), "An IPv4 address.");
  return problems;
}
