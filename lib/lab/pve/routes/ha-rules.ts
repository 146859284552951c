import { failure, parameterError } from "../api-error";
import { optionalFlag } from "../parameters/parameter";
import type { Parameter, Parameters } from "../parameters/parameter";
import type { HaRule } from "../vm/high-availability";
import type { Call, Route } from "./route";

const audit = { path: "/", privileges: ["Sys.Audit"] } as const;
const change = { path: "/", privileges: ["Sys.Console"] } as const;
const rule: Parameter = { type: "string", format: "pve-configid" };
const kind: Parameter = { type: "string", enum: ["node-affinity", "resource-affinity"] };
const settings: Parameters = {
  rule,
  comment: { type: "string", optional: true, maxLength: 4096 },
  disable: optionalFlag,
  nodes: { type: "string", optional: true, format: "pve-ha-node-list" },
  strict: optionalFlag,
};

/** Rules on which nodes members run. Rules between members are refused here. */
export const haRuleRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/cluster/ha/rules",
    parameters: { resource: { type: "string", optional: true }, type: { ...kind, optional: true } },
    permission: audit,
    handle: ({ cluster, values }) =>
      values.optionalText("type") === "resource-affinity" ? [] : [...cluster.ha.rules.values()].map(shown),
  },
  {
    method: "POST",
    path: "/cluster/ha/rules",
    parameters: { ...settings, resources: { type: "string", format: "pve-ha-resource-id-list" }, type: kind },
    permission: change,
    handle: addRule,
  },
  {
    method: "GET",
    path: "/cluster/ha/rules/{rule}",
    parameters: { rule },
    permission: audit,
    handle: (call) => shown(theRule(call)),
  },
  {
    method: "PUT",
    path: "/cluster/ha/rules/{rule}",
    parameters: {
      ...settings,
      delete: { type: "string", optional: true, format: "pve-configid-list", maxLength: 4096 },
      digest: { type: "string", optional: true, maxLength: 64 },
      resources: { type: "string", optional: true, format: "pve-ha-resource-id-list" },
      type: kind,
    },
    permission: change,
    handle: changeRule,
  },
  {
    method: "DELETE",
    path: "/cluster/ha/rules/{rule}",
    parameters: { rule },
    permission: change,
    handle: (call) => {
      call.cluster.ha.rules.delete(theRule(call).id);
      return null;
    },
  },
];

function addRule(call: Call): null {
  const { cluster, values } = call;
  const id = values.text("rule");
  if (cluster.ha.rules.has(id)) {
    throw failure(`HA rule '${id}' already defined`);
  }
  if (values.text("type") !== "node-affinity" || !values.has("nodes")) {
    throw parameterError({ nodes: "missing property - 'type' is 'node-affinity' and needs it" });
  }
  const made: HaRule = { id, resources: [], nodes: new Map(), strict: 0 };
  set(call, made);
  cluster.ha.rules.set(id, made);
  settle(call, made);
  return null;
}

function changeRule(call: Call): null {
  const found = theRule(call);
  set(call, found);
  settle(call, found);
  return null;
}

function set({ cluster, values }: Call, made: HaRule): void {
  const resources = values.list("resources");
  const unmanaged = resources.filter((sid) => !cluster.ha.members.has(Number(sid.replace("vm:", ""))));
  if (unmanaged.length > 0) {
    throw failure(`cannot use unmanaged resource(s) ${unmanaged.join(", ")}.`);
  }
  const nodes = values.list("nodes").map((node): [string, number] => {
    const [name = "", priority = "0"] = node.split(":");
    return [name, Number(priority)];
  });
  const missing = nodes.filter(([name]) => !cluster.nodes.has(name)).map(([name]) => name);
  if (missing.length > 0) {
    throw failure(`cannot use non-existent node(s) ${missing.join(", ")}.`);
  }
  const taken = [...cluster.ha.rules.values()].find(
    (other) => other !== made && other.id !== made.id && other.resources.some((sid) => resources.includes(sid)),
  );
  if (taken !== undefined) {
    throw parameterError({ resources: `resource is already used in another node affinity rule: ${taken.id}` });
  }
  made.resources = resources.length === 0 ? made.resources : [...resources];
  made.nodes = nodes.length === 0 ? made.nodes : new Map(nodes);
  made.strict = values.has("strict") ? (values.flag("strict") ? 1 : 0) : made.strict;
  if (values.has("disable")) {
    made.disable = values.flag("disable") ? 1 : 0;
  }
}

function settle({ cluster }: Call, { resources }: HaRule): void {
  resources.forEach((sid) => cluster.ha.settle(Number(sid.replace("vm:", ""))));
}

function theRule({ cluster, values }: Call): HaRule {
  const found = cluster.ha.rules.get(values.text("rule"));
  if (found === undefined) {
    throw failure(`no such ha rule '${values.text("rule")}'`);
  }
  return found;
}

function shown({ id, resources, nodes, strict, ...others }: HaRule): Record<string, unknown> {
  const names = [...nodes].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...others,
    digest: "0".repeat(40),
    nodes: names.map(([name, priority]) => (priority === 0 ? name : `${name}:${priority}`)).join(","),
    order: 1,
    resources: [...resources].sort().join(","),
    rule: id,
    strict,
    type: "node-affinity",
  };
}
