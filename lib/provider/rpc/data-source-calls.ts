import type { ProviderDriver } from "../framework/provider-driver";
import { diagnosticMessages } from "../wire/diagnostic-message";
import { objectFromWire, objectToWire } from "../wire/dynamic-value";
import { Answers } from "./answers";
import type { tfplugin6 as P } from "./generated/messages";
import { lookup } from "./lookup";

/** The calls that concern data sources. */
export function dataSourceCalls<Client>(driver: ProviderDriver<Client>) {
  const answers = new Answers(driver.session.signal);
  const find = lookup(driver.dataSources);
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
        const { driver, type } = find(request.typeName);
        const { value, diagnostics } = await driver.read(objectFromWire(type, request.config) ?? {});
        return { state: objectToWire(type, value), diagnostics: diagnosticMessages(type, diagnostics) };
      }),
  };
}
