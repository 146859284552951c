import type { Path, Problem } from "../../../../values/config-error";
import type { ValueObject } from "../../../framework/values";
import { judge, judgeAll, objectOf, oneOf, problem, type Rules, whole } from "./judge";

const RULES: Rules = {
  state: oneOf("vm/ha-state", "started", "stopped", "disabled", "ignored"),
  max_restart: whole("vm/ha-limit", 0, 1_000_000),
  max_relocate: whole("vm/ha-limit", 0, 1_000_000),
  comment: {
    code: "vm/ha-comment",
    holds: (value) => String(value).length <= 4096 && !/\p{Cc}/u.test(String(value)),
    allowed: "one line of up to 4096 characters",
  },
};

const PRIORITY = whole("vm/ha-nodes", 0, 1000);
const NODE = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** What is wrong with a VM's membership in high availability. */
export function haProblems(config: ValueObject): readonly Problem[] {
  const ha = objectOf(config.ha);
  if (ha === undefined) return [];
  return [...judgeAll(ha, RULES, ["ha"]), ...stateProblems(ha, config), ...nodeProblems(ha)];
}

/** The cluster would start what is to be off, and stop what is to run. */
function stateProblems({ state }: ValueObject, { started }: ValueObject): readonly Problem[] {
  const runs = started === null ? true : started;
  if (typeof runs !== "boolean" || typeof state !== "string") return [];
  const fitting = runs ? ["started", "ignored"] : ["stopped", "disabled", "ignored"];
  if (fitting.includes(state) || RULES.state?.holds(state) !== true) return [];
  const what = `the VM is to be ${runs ? "running" : "off"}: started is ${runs}`;
  return [problem("vm/ha-state", ["ha", "state"], what, state, fitting.join(", "))];
}

function nodeProblems(ha: ValueObject): readonly Problem[] {
  const nodes = objectOf(ha.nodes);
  const path: Path = ["ha", "nodes"];
  if (nodes === undefined) {
    if (ha.strict !== true || ha.nodes !== null) return [];
    return [problem("vm/ha-nodes", ["ha", "strict"], "there are no nodes to keep to", true, "with nodes")];
  }
  const names = Object.keys(nodes);
  if (names.length === 0) return [problem("vm/ha-nodes", path, "there is no node in it", "{}", "one node or more")];
  return names.flatMap((name) =>
    NODE.test(name)
      ? judge(PRIORITY, nodes[name], [...path, name])
      : [problem("vm/ha-nodes", [...path, name], "this is no name of a node", name, "names as Proxmox lists them")],
  );
}
