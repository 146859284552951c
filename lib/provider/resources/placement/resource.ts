import { isDeepStrictEqual } from "node:util";
import type { Client } from "../../configuration";
import type { Call, Resource } from "../../framework/resource";
import type { PlannedOf } from "../../framework/model";
import { unlessAborted } from "../../framework/unless-aborted";
import { type AttributePath, failure } from "../../framework/values";
import { unable } from "../../proxmox/diagnose";
import { proxmoxOf } from "../../proxmox/of-call";
import type { Choice } from "./choose";
import { needOf, type PlacementState } from "./model";
import { placerOf } from "./placer";
import { schema } from "./schema";
import { validatePlacement } from "./validate";

/** See the schema. */
export const resource: Resource<Client, typeof schema> = {
  name: "placement",
  schema,
  validate: validatePlacement,
  plan: ({ prior, proposed }) => Promise.resolve({ planned: proposed, replace: replacements(prior, proposed) }),
  create: ({ planned }, call) => create(planned, call),
  // Chosen once and kept: there is nothing to ask.
  read: ({ state }) => Promise.resolve(state),
  update: ({ prior, planned }) => Promise.resolve({ ...planned, node_name: prior.node_name }),
  delete: () => Promise.resolve(),
  importState: (id) => Promise.resolve(importState(id)),
};

/** The first keepers, as after an import, are no change of them. */
function replacements(prior: PlacementState | null, { keepers }: PlannedOf<typeof schema>): readonly AttributePath[] {
  if (prior === null || prior.keepers === null || isDeepStrictEqual(prior.keepers, keepers)) return [];
  return [["keepers"]];
}

async function create(planned: PlannedOf<typeof schema, never>, call: Call<Client>): Promise<PlacementState> {
  const need = needOf(planned);
  let choice: Choice;
  try {
    choice = await unlessAborted(placerOf(proxmoxOf(call)).place(need), call.signal);
  } catch (error) {
    throw unable(`place "${need.name}"`, error);
  }
  if ("node" in choice) return { ...planned, node_name: choice.node };
  const unknown = (need.nodes ?? []).filter((name) => !choice.reasons.some(({ node }) => node === name));
  const lines = [
    ...choice.reasons.map(({ node, why }) => `${node} ${why}`),
    ...unknown.map((name) => `${name} is no node of this cluster`),
  ];
  throw failure(
    `Unable to place "${need.name}"`,
    ["There is no node that it fits on:", ...lines.map((line) => `  ${line}`)].join("\n"),
  );
}

/** What a machine needs is not to be seen on its node: the configuration says it at the next apply. */
function importState(id: string): PlacementState {
  if (!/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(id)) {
    throw failure(`Unable to import placement "${id}"`, "The id of a placement is the name of its node.");
  }
  return { name: id, memory_mib: 16, cores: 1, datastores: null, nodes: null, keepers: null, node_name: id };
}
