import { formatProblem, type Problem } from "../../../values/config-error";
import type { Diagnostic, ValueObject } from "../../framework/values";
import { judge, judgeAll, matches, problem, type Rules, scalars, whole } from "../vm/checks/judge";

const RULES: Rules = {
  name: matches("placement/name", /^[^\p{Cc}]{1,64}$/u, "1 to 64 characters"),
  memory_mib: whole("placement/memory", 16, 16_777_216),
  cores: whole("placement/cores", 1, 8192),
};
const NODE = matches("placement/node", /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, "names as Proxmox lists them");
const DATASTORE = matches("placement/datastore", /^[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]$/, "names as Proxmox lists them");

/** Finds everything in a configuration for which there can be no node. */
export function validatePlacement(config: ValueObject): readonly Diagnostic[] {
  const name = typeof config.name === "string" ? config.name : "";
  return problemsOf(config).map((found) => ({
    severity: found.severity,
    summary: `Unable to place "${name}"`,
    detail: formatProblem(found),
    path: found.path,
  }));
}

function problemsOf(config: ValueObject): readonly Problem[] {
  const empty = Array.isArray(config.nodes) && config.nodes.length === 0;
  return [
    ...judgeAll(config, RULES, []),
    ...scalars(config.nodes).flatMap(([, node]) => judge(NODE, node, ["nodes"])),
    ...scalars(config.datastores).flatMap(([, datastore]) => judge(DATASTORE, datastore, ["datastores"])),
    ...(empty ? [problem("placement/node", ["nodes"], "there is no node to choose from", "[]", "one or more")] : []),
  ];
}
