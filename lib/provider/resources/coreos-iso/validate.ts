import { KEYFILE_NAME } from "../../../coreos/embed-plan";
import { KERNEL_ARGUMENT, REPLACEMENT } from "../../../coreos/kernel-arguments";
import type { AttributePath, Diagnostic, Value, ValueObject } from "../../framework/values";
import { ignitionDiagnostics } from "../../iso/ignition";

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
const ARGUMENT: Rule = { pattern: KERNEL_ARGUMENT, allowed: "visible ASCII without spaces" };
const EXCHANGE: Rule = { pattern: REPLACEMENT, allowed: "KEY=OLD=NEW" };
const KEYFILE: Rule = { pattern: KEYFILE_NAME, allowed: "letters, digits and `_` `.` `-`, then .nmconnection" };

/** Finds everything in a configuration that could not be made into an ISO. */
export function validateCoreosIso(config: ValueObject): readonly Diagnostic[] {
  const name = typeof config.name === "string" ? config.name : "";
  const { source: given, ignition_wo: ignition, network_keyfiles_wo: keyfiles } = config;
  const source = isObject(given) ? given : {};
  const addresses: readonly (readonly [AttributePath, Value | undefined])[] = [
    [["source", "url"], source.url],
    [["source", "signature"], source.signature],
    ...listOf(source.mirrors).map((mirror, index) => [["source", "mirrors", index], mirror] as const),
  ];
  return [
    ...Object.entries(RULES).flatMap(([key, rule]) => judge(rule, config[key], [key], name)),
    ...addresses.flatMap(([path, url]) => (typeof url === "string" ? urlProblems(url, name, path) : [])),
    ...judge(SHA256, source.sha256, ["source", "sha256"], name),
    ...(["kernel_arguments", "kernel_arguments_delete"] as const).flatMap((key) =>
      listOf(config[key]).flatMap((argument, index) => judge(ARGUMENT, argument, [key, index], name)),
    ),
    ...listOf(config.kernel_arguments_replace).flatMap((argument, index) =>
      judge(EXCHANGE, argument, ["kernel_arguments_replace", index], name),
    ),
    ...Object.keys(isObject(keyfiles) ? keyfiles : {}).flatMap((key) =>
      judge(KEYFILE, key, ["network_keyfiles_wo", key], name),
    ),
    ...(typeof ignition === "string" ? ignitionDiagnostics(ignition, name) : []),
  ];
}

function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

/** A user and password would stand in plan and state, and are no part of what can be fetched. Nothing is quoted. */
function urlProblems(url: string, name: string, path: AttributePath): readonly Diagnostic[] {
  if (!/^https?:/i.test(url)) return [];
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && parsed.username === "" && parsed.password === "") return [];
  const what = parsed === undefined ? "this is no URL" : "a URL with a user or password cannot be fetched";
  const detail = `coreos-iso/source: ${what}\n  allowed: https://host/path, http://host/path or a path on this machine`;
  return [{ severity: "error", summary: `Unable to accept ISO "${name}"`, detail, path }];
}

function judge(rule: Rule, value: Value | undefined, path: AttributePath, name: string): readonly Diagnostic[] {
  if (typeof value !== "string" || rule.pattern.test(value)) return [];
  const detail = `coreos-iso/${String(path[0]).replaceAll("_", "-")}: the value is not allowed\n  got: ${JSON.stringify(value)}\n  allowed: ${rule.allowed}`;
  return [{ severity: "error", summary: `Unable to accept ISO "${name}"`, detail, path }];
}
