import { ProviderDriver } from "../../../lib/provider/framework/provider-driver";
import type { Provider } from "../../../lib/provider/framework/resource";
import type { UNKNOWN } from "../../../lib/provider/framework/values";

/** A driver of a provider that has only what is given. */
export async function aDriver(parts: Partial<Provider<string>>, token: string | typeof UNKNOWN = "t") {
  const driver = new ProviderDriver<string>({
    name: "toy",
    schema: {
      version: 0,
      description: ".",
      attributes: { token: { type: "string", mode: "optional", description: "." } },
    },
    resources: [],
    dataSources: [],
    configure: ({ token }) => String(token),
    ...parts,
  });
  await driver.configure({ token });
  return driver;
}

/** That the client can put resources off. */
export const deferring = { writeOnlyAttributesAllowed: true, deferralAllowed: true };
