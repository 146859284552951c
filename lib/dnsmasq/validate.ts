import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { isLate } from "../values/late";
import { bootProblems, interfaceProblems } from "./rules/boot-rules";
import { machineProblems } from "./rules/machine-rules";
import { networkProblems } from "./rules/network-rules";
import { subnetProblems } from "./rules/subnet-rules";
import { configSchema, extensionSchema, type DnsmasqConfig, type GuestExtension } from "./schema";

/** Answers everything that is wrong with a base configuration. What is late is passed over. */
export function validateConfig(config: DnsmasqConfig): readonly Problem[] {
  const problems = check(configSchema, config, "dnsmasq");
  if (problems.length > 0) return asAtProvider(config, problems);
  return [
    ...interfaceProblems(config),
    ...(config.mode === "dhcp"
      ? [...networkProblems(config.subnets, ["subnets"]), ...subnetProblems(config), ...machineProblems(config)]
      : networkProblems(config.networks, ["networks"])),
    ...bootProblems(config),
  ];
}

/**
 * The same as where keys without a value are left out, as they are on the way to the provider: which of several forms
 * was meant is told by its keys.
 */
function asAtProvider(config: DnsmasqConfig, problems: readonly Problem[]): readonly Problem[] {
  const without = check(configSchema, withoutUndefined(config), "dnsmasq");
  return without.length > 0 ? without : problems;
}

function withoutUndefined(value: unknown): unknown {
  if (isLate(value) || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutUndefined);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutUndefined(item)]));
}

export function validateExtension(extension: GuestExtension): readonly Problem[] {
  return check(extensionSchema, extension, "dnsmasq");
}
