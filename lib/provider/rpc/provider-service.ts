import type { ProviderDriver } from "../framework/provider-driver";
import { adoptionCalls } from "./adoption-calls";
import { dataSourceCalls } from "./data-source-calls";
import { ephemeralCalls } from "./ephemeral-calls";
import { functionCalls } from "./function-calls";
import type { methods } from "./methods";
import { providerCalls } from "./provider-calls";
import { resourceCalls } from "./resource-calls";

/** Answers by method, each of its own types, which only the generated messages know. */
export type Calls = Readonly<Record<keyof typeof methods, (request: never) => Promise<unknown>>>;

/** Every call of {@link methods}, answered by the driver. */
export function providerImplementation<Client>(driver: ProviderDriver<Client>): Calls {
  return {
    ...providerCalls(driver),
    ...resourceCalls(driver),
    ...adoptionCalls(driver),
    ...dataSourceCalls(driver),
    ...ephemeralCalls(driver),
    ...functionCalls(driver),
  };
}
