import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { ProviderDriver } from "../framework/provider-driver";
import { dataSourceCalls } from "./data-source-calls";
import { handle } from "./method";
import type { methods } from "./methods";
import { providerCalls } from "./provider-calls";
import { resourceCalls } from "./resource-calls";

/** Every call of {@link methods}, answered by the driver. */
export function providerImplementation<Client>(driver: ProviderDriver<Client>): UntypedServiceImplementation {
  const calls = { ...providerCalls(driver), ...resourceCalls(driver), ...dataSourceCalls(driver) };
  calls satisfies Record<keyof typeof methods, unknown>;
  return Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [name, handle(call as Parameters<typeof handle>[0])]),
  );
}
