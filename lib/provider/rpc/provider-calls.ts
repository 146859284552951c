import type { ProviderDriver } from "../framework/provider-driver";
import type { Schema } from "../framework/schema";
import { objectFromWire } from "../wire/dynamic-value";
import { schemaMessage } from "../wire/schema-message";
import { objectType } from "../wire/type";
import { Answers } from "./answers";
import { functionMessages } from "./function-calls";
import type { tfplugin6 as P } from "./generated/messages";

/** The calls that concern the provider as a whole. */
export function providerCalls<Client>(driver: ProviderDriver<Client>) {
  const type = objectType(driver.provider.schema.attributes);
  const answers = new Answers(driver.session.signal);
  return {
    GetProviderSchema: async (): Promise<P.GetProviderSchema.Response.$Properties> => ({
      provider: schemaMessage(driver.provider.schema),
      resourceSchemas: schemaMessages(driver.resources),
      dataSourceSchemas: schemaMessages(driver.dataSources),
      ephemeralResourceSchemas: schemaMessages(driver.ephemeralResources),
      functions: functionMessages(driver.functions),
      serverCapabilities: {
        planDestroy: true,
        moveResourceState: true,
        // OpenTofu may take the schemas from its own memory when it starts us again.
        getProviderSchemaOptional: true,
      },
    }),
    ValidateProviderConfig: (
      request: P.ValidateProviderConfig.Request,
    ): Promise<P.ValidateProviderConfig.Response.$Properties> =>
      answers.plain("check the provider's configuration", async () => ({
        type,
        diagnostics: await driver.validate(objectFromWire(type, request.config) ?? {}),
      })),
    ConfigureProvider: (request: P.ConfigureProvider.Request): Promise<P.ConfigureProvider.Response.$Properties> =>
      answers.plain("read the provider's configuration", async () => ({
        type,
        diagnostics: await driver.configure(objectFromWire(type, request.config) ?? {}),
      })),
    StopProvider: async (): Promise<P.StopProvider.Response.$Properties> => {
      driver.session.interrupt();
      return {};
    },
  };
}

function schemaMessages(all: ReadonlyMap<string, { readonly schema: Schema }>): Record<string, P.Schema.$Properties> {
  return Object.fromEntries([...all].map(([name, { schema }]) => [name, schemaMessage(schema)]));
}
