import { CarriedState } from "../framework/private-state";
import type { ProviderDriver } from "../framework/provider-driver";
import { failure, UNKNOWN, type ValueObject } from "../framework/values";
import { isObject } from "../framework/walk";
import { diagnosticMessages } from "../wire/diagnostic-message";
import { objectFromState, objectFromWire, objectToWire } from "../wire/dynamic-value";
import { readRawJson, writeRawJson } from "../wire/raw-json";
import type { ObjectType } from "../wire/type";
import { Answers } from "./answers";
import { deferral } from "./deferral";
import type { tfplugin6 as P } from "./generated/messages";
import { Identities, identitySchemaMessage, identityType } from "./identities";
import { lookup } from "./lookup";

/** The calls by which resources take over what they have not made now: saved states, imports and moves. */
export function adoptionCalls<Client>(provider: ProviderDriver<Client>) {
  const { session } = provider;
  const answers = new Answers(session.signal);
  const identities = new Identities(provider);
  const find = lookup(provider.adoptions);

  const identityOf = (typeName: string) => {
    const found = find(typeName);
    if (found.schema.identity !== undefined) return { ...found, identity: found.schema.identity };
    throw failure(`Unable to tell ${typeName} apart`, "Resources of this type have no identity.");
  };

  return {
    GetResourceIdentitySchemas: async (): Promise<P.GetResourceIdentitySchemas.Response.$Properties> => ({
      identitySchemas: Object.fromEntries(
        [...provider.resources].flatMap(([name, { schema }]) =>
          schema.identity === undefined ? [] : [[name, identitySchemaMessage(schema.identity)]],
        ),
      ),
    }),

    UpgradeResourceIdentity: (
      request: P.UpgradeResourceIdentity.Request,
    ): Promise<P.UpgradeResourceIdentity.Response.$Properties> =>
      answers.guarded(`read the saved identity of ${request.typeName}`, async () => {
        const { driver, identity, type } = identityOf(request.typeName);
        if (request.version > identity.version) throw savedByNewer(request.typeName);
        const { value, diagnostics } = await driver.upgradeIdentity(rawObject(request.rawIdentity), request.version);
        const upgraded = value === null ? null : shaped(identityType(identity), value);
        return {
          upgradedIdentity: { identityData: objectToWire(identityType(identity), upgraded) },
          diagnostics: diagnosticMessages(type, diagnostics),
        };
      }),

    UpgradeResourceState: (
      request: P.UpgradeResourceState.Request,
    ): Promise<P.UpgradeResourceState.Response.$Properties> =>
      answers.guarded(`read the saved state of ${request.typeName}`, async () => {
        const { driver, schema, type } = find(request.typeName);
        if (request.version > schema.version) throw savedByNewer(request.typeName);
        const json = request.rawState?.json;
        if (!json?.length) return { upgradedState: objectToWire(type, null) };
        // This comes at every refresh, nearly always with today's version.
        if (request.version === schema.version)
          return { upgradedState: objectToWire(type, objectFromState(type, json)) };
        const { value, diagnostics } = await driver.upgrade(rawObject(request.rawState), request.version);
        return {
          upgradedState: objectToWire(type, value === null ? null : shaped(type, value)),
          diagnostics: diagnosticMessages(type, diagnostics),
        };
      }),

    ImportResourceState: (
      request: P.ImportResourceState.Request,
    ): Promise<P.ImportResourceState.Response.$Properties> =>
      answers.guarded(`import ${request.typeName}`, async () => {
        const { typeName } = request;
        const { driver, type } = find(typeName);
        const postponed = deferral(request.clientCapabilities, session.isPartial);
        if (postponed.deferred !== undefined)
          return { importedResources: [{ typeName, state: objectToWire(type, allUnknown(type)) }], ...postponed };
        const own = new CarriedState();
        const identity = identityFromWire(request, () => identityType(identityOf(typeName).identity));
        const { value, diagnostics } = await driver.importState(
          identity === null ? { id: request.id } : { identity },
          own,
        );
        const found = await identities.of(typeName, value, request.identity);
        const all = diagnosticMessages(type, [...diagnostics, ...found.diagnostics]);
        if (value === null) return { diagnostics: all };
        const imported = { typeName, state: objectToWire(type, value), identity: found.data, private: own.bytes };
        return { importedResources: [imported], diagnostics: all };
      }),

    MoveResourceState: (request: P.MoveResourceState.Request): Promise<P.MoveResourceState.Response.$Properties> =>
      answers.guarded(`move ${request.sourceTypeName} to ${request.targetTypeName}`, async () => {
        const { driver, type } = find(request.targetTypeName);
        const { value, diagnostics } = await driver.move({
          provider: request.sourceProviderAddress,
          type: request.sourceTypeName,
          version: request.sourceSchemaVersion,
          state: rawObject(request.sourceState),
        });
        const identity = await identities.of(request.targetTypeName, value);
        return {
          ...(value !== null && { targetState: objectToWire(type, value) }),
          targetIdentity: identity.data,
          diagnostics: diagnosticMessages(type, [...diagnostics, ...identity.diagnostics]),
        };
      }),
  };
}

/** What the schema does not have is left out, what the value does not have is null. */
const shaped = (type: ObjectType, value: ValueObject): ValueObject | null => objectFromState(type, writeRawJson(value));

function rawObject(raw: P.RawState.$Properties | null | undefined): ValueObject {
  const value = raw?.json?.length ? readRawJson(raw.json) : null;
  return isObject(value) ? value : {};
}

function identityFromWire(request: P.ImportResourceState.Request, type: () => ObjectType): ValueObject | null {
  const data = request.identity?.identityData;
  return data == null ? null : objectFromWire(type(), data);
}

const allUnknown = (type: ObjectType): ValueObject =>
  Object.fromEntries(Object.keys(type.object).map((name) => [name, UNKNOWN]));

const savedByNewer = (typeName: string): Error =>
  failure(
    `Unable to read the saved state of ${typeName}`,
    "It was written by a newer version of Slipway: use that one.",
  );
