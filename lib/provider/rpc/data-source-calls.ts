import { propose } from "../framework/propose";
import type { ProviderDriver } from "../framework/provider-driver";
import { diagnosticMessages } from "../wire/diagnostic-message";
import { objectFromWire, objectToWire } from "../wire/dynamic-value";
import { Answers } from "./answers";
import { deferral } from "./deferral";
import type { tfplugin6 as P } from "./generated/messages";
import { lookup } from "./lookup";

/** The calls that concern data sources. */
export function dataSourceCalls<Client>(provider: ProviderDriver<Client>) {
  const { session } = provider;
  const answers = new Answers(session.signal);
  const find = lookup(provider.dataSources);
  return {
    ValidateDataResourceConfig: (
      request: P.ValidateDataResourceConfig.Request,
    ): Promise<P.ValidateDataResourceConfig.Response.$Properties> =>
      answers.plain(`check ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        return { type, diagnostics: await driver.validate(objectFromWire(type, request.config) ?? {}) };
      }),

    ReadDataSource: (request: P.ReadDataSource.Request): Promise<P.ReadDataSource.Response.$Properties> =>
      answers.guarded(`read ${request.typeName}`, async () => {
        const { driver, schema, type } = find(request.typeName);
        const config = objectFromWire(type, request.config) ?? {};
        const postponed = deferral(request.clientCapabilities, session.isPartial);
        if (postponed.deferred !== undefined)
          return { state: objectToWire(type, propose(schema.attributes, null, config)), ...postponed };
        const { value, diagnostics } = await driver.read(config);
        return { state: objectToWire(type, value), diagnostics: diagnosticMessages(type, diagnostics) };
      }),
  };
}
