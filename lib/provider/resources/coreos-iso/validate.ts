import { type Diagnostic, type Value, type ValueObject } from "../../framework/values";
import { ignitionDiagnostics } from "./ignition";

interface Rule {
  readonly pattern: RegExp;
  readonly allowed: string;
}

const RULES: Readonly<Record<string, Rule>> = {
  node_name: { pattern: /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, allowed: "the name of a node" },
  datastore_id: { pattern: /^[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]$/, allowed: "the name of a datastore" },
  name: { pattern: /^[a-z0-9][a-z0-9-]{0,62}$/, allowed: "lower-case letters, digits and dashes, 1 to 63 characters" },
};
const SHA256: Rule = { pattern: /^[0-9a-fA-F]{64}$/, allowed: "64 hex digits" };
const ARGUMENT: Rule = { pattern: /^[\x21-\x7e]+$/, allowed: "visible ASCII without spaces" };

/** Finds everything in a configuration that could not be made into an ISO. */
export function validateCoreosIso(config: ValueObject): readonly Diagnostic[] {
  const name = typeof config.name === "string" ? config.name : "";
  const { source, kernel_arguments: kernelArguments, ignition_wo: ignition } = config;
  const url = typeof source === "object" && source !== null && "url" in source ? source.url : null;
  const sha256 = typeof source === "object" && source !== null && "sha256" in source ? source.sha256 : null;
  const args = Array.isArray(kernelArguments) ? (kernelArguments as readonly Value[]) : [];
  return [
    ...Object.entries(RULES).flatMap(([key, rule]) => judge(rule, config[key], [key], name)),
    ...(typeof url === "string" ? urlProblems(url, name) : []),
    ...judge(SHA256, sha256, ["source", "sha256"], name),
    ...args.flatMap((argument, index) => judge(ARGUMENT, argument, ["kernel_arguments", index], name)),
    ...(typeof ignition === "string" ? ignitionDiagnostics(ignition, name) : []),
  ];
}

/** A user and password would stand in plan and state, and are no part of what can be fetched. Nothing is quoted. */
function urlProblems(url: string, name: string): readonly Diagnostic[] {
  if (!/^https?:/i.test(url)) return [];
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && parsed.username === "" && parsed.password === "") return [];
  const what = parsed === undefined ? "this is no URL" : "a URL with a user or password cannot be fetched";
  const detail = `coreos-iso/source: ${what}\n  allowed: https://host/path, http://host/path or a path on this machine`;
  return [{ severity: "error", summary: `Unable to accept ISO "${name}"`, detail, path: ["source", "url"] }];
}

function judge(
  rule: Rule,
  value: Value | undefined,
  path: readonly (string | number)[],
  name: string,
): readonly Diagnostic[] {
  if (typeof value !== "string" || rule.pattern.test(value)) return [];
  const detail = `coreos-iso/${String(path[0]).replaceAll("_", "-")}: the value is not allowed\n  got: ${JSON.stringify(value)}\n  allowed: ${rule.allowed}`;
  return [{ severity: "error", summary: `Unable to accept ISO "${name}"`, detail, path }];
}
