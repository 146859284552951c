import type { ProviderDriver } from "../framework/provider-driver";
import { causesOf } from "../framework/report";
import type { IdentitySchema } from "../framework/schema";
import type { Diagnostic, ValueObject } from "../framework/values";
import { objectToWire } from "../wire/dynamic-value";
import { typeToJson } from "../wire/type-json";
import type { ObjectType } from "../wire/type";
import type { tfplugin6 as P } from "./generated/messages";

type Data = P.ResourceIdentityData.$Properties;

/** What an answer says of a resource's identity, beside its state. */
export interface IdentityAnswer {
  /** Null where there is none to tell. */
  readonly data: Data | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the identities of states. */
export class Identities<Client> {
  constructor(private readonly provider: ProviderDriver<Client>) {}

  /** @param before what OpenTofu knows already, which holds while the state does not say */
  async of(typeName: string, state: ValueObject | null, before?: Data | null): Promise<IdentityAnswer> {
    const found = this.provider.adoptions.get(typeName);
    const schema = found?.schema.identity;
    if (found === undefined || schema === undefined || state === null) return { data: null, diagnostics: [] };
    const { value, diagnostics } = await found.driver.identityOf(state);
    if (value === null) return { data: before ?? null, diagnostics };
    try {
      return { data: { identityData: objectToWire(identityType(schema), value) }, diagnostics };
    } catch (error) {
      // A fault of ours, which must not keep the state from being saved.
      const detail = `${causesOf(error)}. Please report this as a bug of Slipway.`;
      return {
        data: before ?? null,
        diagnostics: [{ severity: "error", summary: `Unable to tell the identity of ${typeName}`, detail }],
      };
    }
  }
}

/** The type of an identity's values on the wire. */
export function identityType({ attributes }: IdentitySchema): ObjectType {
  return { object: Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type])) };
}

/** An identity's schema as the protocol has it. */
export function identitySchemaMessage({ version, attributes }: IdentitySchema): P.ResourceIdentitySchema.$Properties {
  return {
    version,
    identityAttributes: Object.entries(attributes).map(([name, { type, description, optional }]) => ({
      name,
      type: Buffer.from(JSON.stringify(typeToJson(type))),
      description,
      requiredForImport: optional !== true,
      optionalForImport: optional === true,
    })),
  };
}
