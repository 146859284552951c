import { check } from "../values/check";
import type { Problem } from "../values/config-error";
import { configSchema, extensionSchema, type DnsmasqConfig, type GuestExtension } from "./schema";

export function validateConfig(config: DnsmasqConfig): readonly Problem[] {
  return check(configSchema, config, "dnsmasq");
}

export function validateExtension(extension: GuestExtension): readonly Problem[] {
  return check(extensionSchema, extension, "dnsmasq");
}
