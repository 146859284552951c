import type { ProviderDriver } from "../framework/provider-driver";
import { diagnosticMessages } from "../wire/diagnostic-message";
import { objectFromWire, objectToWire } from "../wire/dynamic-value";
import { Answers } from "./answers";
import { deferral } from "./deferral";
import type { tfplugin6 as P } from "./generated/messages";
import { lookup } from "./lookup";

/** The calls that concern ephemeral resources. */
export function ephemeralCalls<Client>(provider: ProviderDriver<Client>) {
  const { session } = provider;
  const answers = new Answers(session.signal);
  const find = lookup(provider.ephemeralResources);
  return {
    ValidateEphemeralResourceConfig: (
      request: P.ValidateEphemeralResourceConfig.Request,
    ): Promise<P.ValidateEphemeralResourceConfig.Response.$Properties> =>
      answers.plain(`check ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        return { type, diagnostics: await driver.validate(objectFromWire(type, request.config) ?? {}) };
      }),

    OpenEphemeralResource: (
      request: P.OpenEphemeralResource.Request,
    ): Promise<P.OpenEphemeralResource.Response.$Properties> =>
      answers.guarded(`open ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        const postponed = deferral(request.clientCapabilities, session.isPartial);
        if (postponed.deferred !== undefined) return postponed;
        const { value, diagnostics } = await driver.open(objectFromWire(type, request.config) ?? {});
        return {
          ...(value !== null && { result: objectToWire(type, value.result), ...kept(value) }),
          diagnostics: diagnosticMessages(type, diagnostics),
        };
      }),

    RenewEphemeralResource: (
      request: P.RenewEphemeralResource.Request,
    ): Promise<P.RenewEphemeralResource.Response.$Properties> =>
      answers.guarded(`renew ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        const { value, diagnostics } = await driver.renew(textOf(request.private));
        return { ...kept(value), diagnostics: diagnosticMessages(type, diagnostics) };
      }),

    CloseEphemeralResource: (
      request: P.CloseEphemeralResource.Request,
    ): Promise<P.CloseEphemeralResource.Response.$Properties> =>
      answers.plain(`close ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        return { type, diagnostics: (await driver.close(textOf(request.private))).diagnostics };
      }),
  };
}

function kept({ private: own, renewAt }: { readonly private?: string; readonly renewAt?: Date }) {
  return {
    ...(own !== undefined && { private: Buffer.from(own) }),
    ...(renewAt !== undefined && { renewAt: timestamp(renewAt) }),
  };
}

function timestamp(date: Date): P.Timestamp.$Properties {
  const seconds = Math.floor(date.getTime() / 1000);
  return { seconds, nanos: (date.getTime() - seconds * 1000) * 1_000_000 };
}

const textOf = (bytes: Uint8Array | null | undefined): string | undefined =>
  bytes == null ? undefined : Buffer.from(bytes).toString("utf8");
