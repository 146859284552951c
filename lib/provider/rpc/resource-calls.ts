import { CarriedState } from "../framework/private-state";
import type { ProviderDriver } from "../framework/provider-driver";
import type { Diagnostic, ValueObject } from "../framework/values";
import { withoutUnknown, writeOnlyDiagnostics } from "../framework/write-only";
import { pathMessage } from "../wire/attribute-path";
import { diagnosticMessages } from "../wire/diagnostic-message";
import { objectFromWire, objectToWire } from "../wire/dynamic-value";
import type { ObjectType } from "../wire/type";
import { Answers } from "./answers";
import { deferral } from "./deferral";
import type { tfplugin6 as P } from "./generated/messages";
import { Identities } from "./identities";
import { lookup } from "./lookup";

/** The calls in the life of managed resources. */
export function resourceCalls<Client>(provider: ProviderDriver<Client>) {
  const { session } = provider;
  const answers = new Answers(session.signal);
  const identities = new Identities(provider);
  const find = lookup(provider.resources);

  return {
    ValidateResourceConfig: (
      request: P.ValidateResourceConfig.Request,
    ): Promise<P.ValidateResourceConfig.Response.$Properties> =>
      answers.plain(`check ${request.typeName}`, async () => {
        const { driver, schema, type } = find(request.typeName);
        const config = objectFromWire(type, request.config) ?? {};
        const understood = request.clientCapabilities?.writeOnlyAttributesAllowed === true;
        const tooOld = understood ? [] : writeOnlyDiagnostics(schema.attributes, config);
        return { type, diagnostics: [...tooOld, ...(await driver.validate(config))] };
      }),

    ReadResource: (request: P.ReadResource.Request): Promise<P.ReadResource.Response.$Properties> =>
      answers.guarded(`read ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        const own = new CarriedState(request.private);
        const { value, diagnostics } = await driver.read(objectFromWire(type, request.currentState), own);
        const identity = await identities.of(request.typeName, value, request.currentIdentity);
        return {
          newState: objectToWire(type, value),
          newIdentity: identity.data,
          private: own.bytes,
          diagnostics: diagnosticMessages(type, [...diagnostics, ...identity.diagnostics]),
          ...deferral(request.clientCapabilities, session.isPartial),
        };
      }),

    PlanResourceChange: (request: P.PlanResourceChange.Request): Promise<P.PlanResourceChange.Response.$Properties> =>
      answers.guarded(`plan ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        const own = new CarriedState(request.priorPrivate);
        const prior = objectFromWire(type, request.priorState);
        const destroyed = objectFromWire(type, request.proposedNewState) === null;
        const config = destroyed ? null : objectFromWire(type, request.config);
        const { value, diagnostics } = await driver.plan(prior, config, own);
        const identity = await identities.of(request.typeName, value.planned, request.priorIdentity);
        return {
          plannedState: objectToWire(type, value.planned),
          plannedIdentity: identity.data,
          requiresReplace: value.replace.map((path) => pathMessage(type, path)),
          plannedPrivate: own.bytes,
          diagnostics: diagnosticMessages(type, [...diagnostics, ...identity.diagnostics]),
          ...deferral(request.clientCapabilities, session.isPartial, value.deferred),
        };
      }),

    ApplyResourceChange: (
      request: P.ApplyResourceChange.Request,
    ): Promise<P.ApplyResourceChange.Response.$Properties> =>
      answers.guarded(`apply ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        const own = new CarriedState(request.plannedPrivate);
        const prior = objectFromWire(type, request.priorState);
        const planned = objectFromWire(type, request.plannedState);
        const config = objectFromWire(type, request.config);
        const { value, diagnostics } = await driver.apply(prior, planned, config, own);
        const saved = stateToSave(type, value, planned ?? prior, request.typeName);
        const identity = await identities.of(request.typeName, value, request.plannedIdentity);
        return {
          newState: saved.state,
          newIdentity: identity.data,
          private: own.bytes,
          diagnostics: diagnosticMessages(type, [...diagnostics, ...saved.diagnostics, ...identity.diagnostics]),
        };
      }),
  };
}

/** A state that our own fault keeps from being written must not lose track of what exists. */
function stateToSave(type: ObjectType, state: ValueObject | null, instead: ValueObject | null, typeName: string) {
  const none: readonly Diagnostic[] = [];
  try {
    return { state: objectToWire(type, state), diagnostics: none };
  } catch (error) {
    const detail = `${String(error)}. What was planned is saved instead. Please report this as a bug of Slipway.`;
    const diagnostic = { severity: "error", summary: `Unable to save the state of ${typeName}`, detail } as const;
    const planned = instead === null ? null : withoutUnknown(instead);
    return { state: objectToWire(type, planned), diagnostics: [diagnostic] };
  }
}
