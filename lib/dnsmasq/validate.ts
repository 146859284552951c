import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { bootProblems, interfaceProblems } from "./rules/boot-rules";
import { machineProblems } from "./rules/machine-rules";
import { networkProblems } from "./rules/network-rules";
import { subnetProblems } from "./rules/subnet-rules";
import { configSchema, extensionSchema, type DnsmasqConfig, type GuestExtension } from "./schema";

/** Answers everything that is wrong with a base configuration. What is late is passed over. */
export function validateConfig(config: DnsmasqConfig): readonly Problem[] {
  const problems = check(configSchema, config, "dnsmasq");
  if (problems.length > 0) return problems;
  return [
    ...interfaceProblems(config),
    ...(config.mode === "dhcp"
      ? [...networkProblems(config.subnets, ["subnets"]), ...subnetProblems(config), ...machineProblems(config)]
      : networkProblems(config.networks, ["networks"])),
    ...bootProblems(config),
  ];
}

export function validateExtension(extension: GuestExtension): readonly Problem[] {
  return check(extensionSchema, extension, "dnsmasq");
}
