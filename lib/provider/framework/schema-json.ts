import { typeToJson } from "../wire/type-json";
import {
  isSensitive,
  type Attribute,
  type Attributes,
  type IdentitySchema,
  type ProviderSchemas,
  type Schema,
} from "./schema";

/** What `tofu providers schema -json` prints for a provider at `address`. */
export function providerSchemasJson(address: string, schemas: ProviderSchemas): unknown {
  const prefixed = (all: Readonly<Record<string, Schema>>): unknown =>
    Object.fromEntries(Object.entries(all).map(([name, schema]) => [`${schemas.name}_${name}`, schemaJson(schema)]));
  return {
    format_version: "1.0",
    provider_schemas: {
      [address]: {
        provider: schemaJson(schemas.provider),
        resource_schemas: prefixed(schemas.resources),
        ...identities(schemas),
        data_source_schemas: prefixed(schemas.dataSources),
        ...(schemas.ephemeralResources !== undefined && {
          ephemeral_resource_schemas: prefixed(schemas.ephemeralResources),
        }),
      },
    },
  };
}

/** Identities of the resources that have one. */
function identities({ name, resources }: ProviderSchemas): Record<string, unknown> {
  const all = Object.entries(resources).flatMap(([type, { identity }]) =>
    identity === undefined ? [] : [[`${name}_${type}`, identityJson(identity)]],
  );
  return all.length === 0 ? {} : { resource_identity_schemas: Object.fromEntries(all) as unknown };
}

function identityJson({ version, attributes }: IdentitySchema): unknown {
  const inner = Object.entries(attributes).map(([name, { type, description, optional }]) => [
    name,
    {
      type: typeToJson(type),
      description,
      ...(optional === true ? { optional_for_import: true } : { required_for_import: true }),
    },
  ]);
  return { version, attributes: Object.fromEntries(inner) as unknown };
}

function schemaJson({ version, description, attributes }: Schema): unknown {
  return { version, block: { attributes: attributesJson(attributes), description, description_kind: "markdown" } };
}

function attributesJson(attributes: Attributes): unknown {
  return Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, attributeJson(attribute)]));
}

function attributeJson(attribute: Attribute): unknown {
  return {
    ...("nested" in attribute
      ? { nested_type: { attributes: attributesJson(attribute.attributes), nesting_mode: attribute.nested } }
      : { type: typeToJson(attribute.type) }),
    description: attribute.description,
    description_kind: "markdown",
    ...flagsOf(attribute),
  };
}

function flagsOf(attribute: Attribute): Record<string, true> {
  const { mode, writeOnly } = attribute;
  return {
    ...(mode === "required" && { required: true }),
    ...(mode.startsWith("optional") && { optional: true }),
    ...(mode.endsWith("computed") && { computed: true }),
    ...(isSensitive(attribute) && { sensitive: true }),
    ...(writeOnly === true && { write_only: true }),
  };
}
