import { z } from "zod";
import { parseAnswer } from "../../proxmox/answer";
import { apiPath, type Parameters, type ProxmoxApi } from "../../proxmox/api";
import { isNotFound } from "../../proxmox/errors";
import { SharedListing } from "../../proxmox/shared-listing";
import type { Ha } from "./state";

const flag = z.union([z.boolean(), z.number(), z.string()]).transform((value) => ["1", "true"].includes(String(value)));
const Members = z.array(
  z.object({
    sid: z.string(),
    state: z.string().default("started"),
    max_restart: z.coerce.number().default(1),
    max_relocate: z.coerce.number().default(1),
    failback: flag.default(true),
    comment: z.string().optional(),
  }),
);
const Rules = z.array(z.object({ rule: z.string(), nodes: z.string().default(""), strict: flag.default(false) }));

type Member = z.infer<typeof Members>[number];
type Rule = z.infer<typeof Rules>[number];
interface Listings {
  readonly members: SharedListing<readonly Member[]>;
  readonly rules: SharedListing<readonly Rule[]>;
}

const RESOURCES = "/cluster/ha/resources";
const RULES = "/cluster/ha/rules";

/** Each client's, so that all VMs of a plan share one request for the members and one for the rules. */
const listings = new WeakMap<ProxmoxApi, Listings>();

function listingsOf(api: ProxmoxApi): Listings {
  const there = listings.get(api);
  if (there !== undefined) return there;
  const made: Listings = {
    members: new SharedListing(async () =>
      parseAnswer(Members, await api.get(RESOURCES, { type: "vm" }), RESOURCES).map((member) => member),
    ),
    rules: new SharedListing(async () => parseAnswer(Rules, await api.get(RULES, { type: "node-affinity" }), RULES)),
  };
  listings.set(api, made);
  return made;
}

/**
 * A VM's membership in high availability; null if it is no member.
 *
 * @param known where no nodes are configured, no rule is asked for
 */
export async function readHa(api: ProxmoxApi, vmId: number, known: Ha | null, signal: AbortSignal): Promise<Ha | null> {
  const { members, rules } = listingsOf(api);
  const member = (await members.get(signal)).find(({ sid }) => sid === sidOf(vmId));
  if (member === undefined) return null;
  const wanted = known === null || known.nodes !== null;
  const rule = wanted ? (await rules.get(signal)).find((one) => one.rule === ruleOf(vmId)) : undefined;
  const found = {
    // Proxmox takes this older name, and keeps it.
    state: member.state === "enabled" ? "started" : member.state,
    max_restart: member.max_restart,
    max_relocate: member.max_relocate,
    failback: member.failback,
    comment: member.comment ?? null,
  };
  if (rule !== undefined) return { ...found, nodes: parseNodes(rule.nodes), strict: rule.strict };
  return { ...found, nodes: null, strict: known?.nodes === null ? known.strict : false };
}

/** Makes a VM a member as planned, or none. */
export async function writeHa(
  api: ProxmoxApi,
  vmId: number,
  prior: Ha | null,
  planned: Ha | null,
  signal: AbortSignal,
): Promise<void> {
  if (prior === null && planned === null) return;
  forget(api);
  try {
    if (planned === null) {
      await leave(api, vmId, signal);
      return;
    }
    // What is there counts, not what the state remembers: an interrupted change has done its part.
    const found = await readHa(api, vmId, null, signal);
    await join(api, vmId, found, planned, signal);
    await writeRule(api, vmId, found, planned, signal);
  } finally {
    forget(api);
  }
}

/** Ends a VM's membership; its rule goes with it. One that is no member is left as it is. */
export async function leave(api: ProxmoxApi, vmId: number, signal: AbortSignal): Promise<void> {
  try {
    await api.delete(memberPath(vmId), { purge: true }, signal);
  } catch (error) {
    if (!isNotFound(error) && !/not HA managed/i.test(String(error))) throw error;
  } finally {
    forget(api);
  }
}

async function join(api: ProxmoxApi, vmId: number, found: Ha | null, planned: Ha, signal: AbortSignal): Promise<void> {
  const form = memberForm(planned);
  if (found === null) {
    await api.post(RESOURCES, { sid: sidOf(vmId), ...form }, signal);
    return;
  }
  const before = memberForm(found);
  const changed = Object.entries(form).filter(([name, value]) => value !== undefined && before[name] !== value);
  const gone = found.comment !== null && planned.comment === null ? { delete: "comment" } : {};
  const change = { ...Object.fromEntries(changed), ...gone };
  if (Object.keys(change).length > 0) await api.put(memberPath(vmId), change, signal);
}

async function writeRule(
  api: ProxmoxApi,
  vmId: number,
  found: Ha | null,
  planned: Ha,
  signal: AbortSignal,
): Promise<void> {
  const before = found?.nodes ?? null;
  if (planned.nodes === null) {
    if (before !== null) await api.delete(rulePath(vmId), {}, signal);
    return;
  }
  const form = { type: "node-affinity", nodes: renderNodes(planned.nodes), strict: planned.strict };
  if (before === null) {
    await api.post(RULES, { rule: ruleOf(vmId), resources: sidOf(vmId), ...form }, signal);
  } else if (renderNodes(before) !== form.nodes || found?.strict !== planned.strict) {
    await api.put(rulePath(vmId), form, signal);
  }
}

function memberForm({ state, max_restart, max_relocate, failback, comment }: Ha): Parameters {
  return { state, max_restart, max_relocate, failback, ...(comment === null ? {} : { comment }) };
}

function parseNodes(text: string): Readonly<Record<string, number>> {
  const nodes = text.split(",").filter((node) => node !== "");
  return Object.fromEntries(nodes.map((node) => [node.split(":")[0] ?? "", Number(node.split(":")[1] ?? 0)]));
}

function renderNodes(nodes: Readonly<Record<string, number>>): string {
  return Object.keys(nodes)
    .sort()
    .map((node) => (nodes[node] === 0 ? node : `${node}:${nodes[node]}`))
    .join(",");
}

function forget(api: ProxmoxApi): void {
  listings.get(api)?.members.forget();
  listings.get(api)?.rules.forget();
}

function sidOf(vmId: number): string {
  return `vm:${vmId}`;
}

/** One rule a VM, which is nobody else's: a rule that several VMs shared, each would have to write anew. */
function ruleOf(vmId: number): string {
  return `slipway-vm-${vmId}`;
}

function memberPath(vmId: number): string {
  return apiPath`/cluster/ha/resources/${sidOf(vmId)}`;
}

function rulePath(vmId: number): string {
  return apiPath`/cluster/ha/rules/${ruleOf(vmId)}`;
}
