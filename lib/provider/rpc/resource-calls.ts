import type { ProviderDriver } from "../framework/provider-driver";
import { failure, type Diagnostic, type ValueObject } from "../framework/values";
import { withoutUnknown, writeOnlyDiagnostics } from "../framework/write-only";
import { pathMessage } from "../wire/attribute-path";
import { diagnosticMessages } from "../wire/diagnostic-message";
import { objectFromState, objectFromWire, objectToWire } from "../wire/dynamic-value";
import type { ObjectType } from "../wire/type";
import { Answers } from "./answers";
import { tfplugin6 as P } from "./generated/messages";
import { lookup } from "./lookup";

/** The calls in the life of managed resources. Private state, of which we have none, is handed through. */
export function resourceCalls<Client>(provider: ProviderDriver<Client>) {
  const { session } = provider;
  const answers = new Answers(session.signal);
  const find = lookup(provider.resources);
  const deferral = (client: P.ClientCapabilities.$Properties | null | undefined): Deferral =>
    client?.deferralAllowed === true && session.isPartial
      ? { deferred: { reason: P.Deferred.Reason.PROVIDER_CONFIG_UNKNOWN } }
      : {};

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

    UpgradeResourceState: (
      request: P.UpgradeResourceState.Request,
    ): Promise<P.UpgradeResourceState.Response.$Properties> =>
      answers.guarded(`read the saved state of ${request.typeName}`, async () => {
        const { schema, type } = find(request.typeName);
        if (request.version > schema.version) throw savedByNewer(request.typeName);
        const json = request.rawState?.json;
        return { upgradedState: objectToWire(type, json?.length ? objectFromState(type, json) : null) };
      }),

    ReadResource: (request: P.ReadResource.Request): Promise<P.ReadResource.Response.$Properties> =>
      answers.guarded(`read ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        const { value, diagnostics } = await driver.read(objectFromWire(type, request.currentState));
        return {
          newState: objectToWire(type, value),
          private: request.private,
          diagnostics: diagnosticMessages(type, diagnostics),
          ...deferral(request.clientCapabilities),
        };
      }),

    PlanResourceChange: (request: P.PlanResourceChange.Request): Promise<P.PlanResourceChange.Response.$Properties> =>
      answers.guarded(`plan ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        const prior = objectFromWire(type, request.priorState);
        const destroyed = objectFromWire(type, request.proposedNewState) === null;
        const { value, diagnostics } = await driver.plan(
          prior,
          destroyed ? null : objectFromWire(type, request.config),
        );
        return {
          plannedState: objectToWire(type, value.planned),
          requiresReplace: value.replace.map((path) => pathMessage(type, path)),
          plannedPrivate: request.priorPrivate,
          diagnostics: diagnosticMessages(type, diagnostics),
          ...deferral(request.clientCapabilities),
        };
      }),

    ApplyResourceChange: (
      request: P.ApplyResourceChange.Request,
    ): Promise<P.ApplyResourceChange.Response.$Properties> =>
      answers.guarded(`apply ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        const prior = objectFromWire(type, request.priorState);
        const planned = objectFromWire(type, request.plannedState);
        const { value, diagnostics } = await driver.apply(prior, planned, objectFromWire(type, request.config));
        const saved = stateToSave(type, value, planned ?? prior, request.typeName);
        return {
          newState: saved.state,
          private: request.plannedPrivate,
          diagnostics: diagnosticMessages(type, [...diagnostics, ...saved.diagnostics]),
        };
      }),

    ImportResourceState: (
      request: P.ImportResourceState.Request,
    ): Promise<P.ImportResourceState.Response.$Properties> =>
      answers.guarded(`import ${request.typeName}`, async () => {
        const { driver, type } = find(request.typeName);
        const { value, diagnostics } = await driver.importState(request.id);
        const imported = value === null ? [] : [{ typeName: request.typeName, state: objectToWire(type, value) }];
        return { importedResources: imported, diagnostics: diagnosticMessages(type, diagnostics) };
      }),

    MoveResourceState: (request: P.MoveResourceState.Request): Promise<P.MoveResourceState.Response.$Properties> =>
      answers.guarded(`move ${request.sourceTypeName}`, () => {
        throw failure(
          `Unable to move ${request.sourceTypeName} to ${request.targetTypeName}`,
          "Resources of Slipway do not take over what resources of other types have made.",
        );
      }),
  };
}

type Deferral = Pick<P.ReadResource.Response.$Properties, "deferred">;

const savedByNewer = (typeName: string): Error =>
  failure(
    `Unable to read the saved state of ${typeName}`,
    "It was written by a newer version of Slipway: use that one.",
  );

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
