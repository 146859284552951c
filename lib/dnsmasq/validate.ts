import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { withoutUndefined } from "../values/without-undefined";
import { bootProblems, interfaceProblems } from "./rules/boot-rules";
import { machineProblems } from "./rules/machine-rules";
import { networkProblems } from "./rules/network-rules";
import { subnetProblems } from "./rules/subnet-rules";
import { configSchema, extensionSchema, type DnsmasqConfig, type GuestExtension } from "./schema";

/** Answers everything that is wrong with a base configuration. What is late is passed over. */
export function validateConfig(config: DnsmasqConfig): readonly Problem[] {
  const given = withoutUndefined(config);
  const problems = check(configSchema, given, "dnsmasq");
  return problems.length > 0 ? problems : configProblems(given);
}

function configProblems(config: DnsmasqConfig): readonly Problem[] {
  return [
    ...interfaceProblems(config),
    ...(config.mode === "dhcp"
      ? [...networkProblems(config.subnets, ["subnets"]), ...subnetProblems(config), ...machineProblems(config)]
      : networkProblems(config.networks, ["networks"])),
    ...bootProblems(config),
  ];
}

export function validateExtension(extension: GuestExtension): readonly Problem[] {
  return check(extensionSchema, withoutUndefined(extension), "dnsmasq");
}
